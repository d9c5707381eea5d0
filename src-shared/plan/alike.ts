/**
 * Sets many layers to the same settings. The plan's `defaults` express this if all layers are meant, a pattern does if it matches
 * exactly these layers, and otherwise each layer gets a rule. The resulting settings are the same in all three forms.
 */
import { setDefaults, setLayers } from './edit.ts';
import { fieldOf, SETTINGS_FIELDS, withoutField } from './fields.ts';
import { globTest, isGlob } from './glob.ts';
import type { LayerRule, PartialSettings, Plan } from './plan.ts';
import { layerSettings, mergeSettings, type PlacedLayer } from './resolve.ts';
import { sameValue } from './transaction.ts';

/** Where the plan holds a change of some layers. */
export type Reach =
  | { readonly kind: 'defaults' }
  | { readonly kind: 'pattern'; readonly key: string }
  | { readonly kind: 'layers' };

/** The place of the plan that expresses a change of `names` in one entry; undefined if each layer needs its own rule. */
export function shortReach(names: readonly string[], all: readonly string[]): Reach | undefined {
  if (names.length < 2) return undefined;
  const chosen = new Set(names);
  if (all.every((name) => chosen.has(name))) return { kind: 'defaults' };
  const others = all.filter((name) => !chosen.has(name));
  const key = candidates(names).find((candidate) => {
    const matches = globTest(candidate);
    return names.every(matches) && !others.some(matches);
  });
  return key === undefined ? undefined : { kind: 'pattern', key };
}

/**
 * The plan with `settings` laid over the settings of every layer in `names`, written as `reach` says. Undefined if other rules of
 * the plan take precedence, so that some layer would get other settings than with a rule of its own.
 */
export function setAlike(
  plan: Plan,
  layers: readonly PlacedLayer[],
  names: readonly string[],
  settings: PartialSettings,
  reach: Reach,
): Plan | undefined {
  const named = setLayers(plan, names, settings);
  if (reach.kind === 'layers') return named;
  const wanted = layerSettings(named, layers);
  return written(plan, layers, names, settings, reach).find((next) => sameUse(layerSettings(next, layers), wanted));
}

/** The ways to write the change, the smallest change of the plan first. */
function written(
  plan: Plan,
  layers: readonly PlacedLayer[],
  names: readonly string[],
  settings: PartialSettings,
  reach: Exclude<Reach, { readonly kind: 'layers' }>,
): readonly Plan[] {
  if (reach.kind === 'defaults')
    return [
      setDefaults(
        withoutFields(plan, settings, () => true),
        settings,
      ),
    ];
  const chosen = new Set(names);
  const others = layers.filter(({ name }) => !chosen.has(name));
  const isInside = ({ key }: LayerRule): boolean => {
    if (!isGlob(key)) return chosen.has(key);
    const matches = globTest(key);
    return !others.some(({ name }) => matches(name));
  };
  const old = plan.layers.find(({ key }) => key === reach.key);
  const rule: LayerRule = { key: reach.key, settings: mergeSettings(old?.settings ?? {}, settings) };
  const bare = withoutFields(plan, settings, (one) => one.key !== reach.key && isInside(one));
  const atEnd = { ...bare, layers: [...bare.layers.filter(({ key }) => key !== reach.key), rule] };
  const inPlace = { ...bare, layers: bare.layers.map((one) => (one.key === reach.key ? rule : one)) };
  return old ? [inPlace, atEnd] : [atEnd];
}

/** The plan without the fields of `settings` in the rules that `isMeant` accepts. A rule that becomes empty is removed. */
function withoutFields(plan: Plan, settings: PartialSettings, isMeant: (rule: LayerRule) => boolean): Plan {
  const fields = SETTINGS_FIELDS.filter((field) => fieldOf(settings, field) !== undefined);
  // A layer has either a method or a fixed value. Setting a method removes the value.
  const gone = fields.includes('threshold.method') ? [...fields, 'threshold.value' as const] : fields;
  const layers = plan.layers.flatMap((rule) => {
    if (!isMeant(rule)) return [rule];
    const left = gone.reduce(withoutField, rule.settings);
    return Object.keys(left).length === 0 ? [] : [{ ...rule, settings: left }];
  });
  return { ...plan, layers };
}

function sameUse(a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>): boolean {
  return [...a].every(([name, settings]) => sameValue(settings, b.get(name)));
}

/** Patterns that match all of `names`, the most natural ones first. */
function candidates(names: readonly string[]): readonly string[] {
  if (names.some(isGlob)) return [];
  const start = commonStart(names);
  const end = [...commonStart(names.map(reversed))].reverse().join('');
  const shortest = Math.min(...names.map(({ length }) => length));
  const [head, tail] = [start.slice(0, start.lastIndexOf('.') + 1), end.includes('.') ? end.slice(end.indexOf('.')) : ''];
  const parts = names.map((name) => new Set(name.split('.')));
  const shared = [...parts[0]!].filter((part) => parts.every((other) => other.has(part)));
  const both = (a: string, b: string): readonly string[] => (a.length + b.length <= shortest ? [`${a}*${b}`] : []);
  return [
    ...(head === '' ? [] : [`${head}*`]),
    ...(tail === '' ? [] : [`*${tail}`]),
    ...both(head, tail),
    ...(start === '' ? [] : [`${start}*`]),
    ...(end === '' ? [] : [`*${end}`]),
    ...both(start, end),
    ...(sameLength(names) ? [`${start}${'?'.repeat(Math.max(0, shortest - start.length - end.length))}${end}`] : []),
    ...shared.map((part) => `*.${part}.*`),
    ...shared.flatMap((part) => both(head, tail).map(() => `${head}*${part}*${tail}`)),
  ].filter((key) => key !== '*');
}

const sameLength = (names: readonly string[]): boolean => names.every(({ length }) => length === names[0]!.length);

function commonStart(names: readonly string[]): string {
  return names.reduce((start, name) => {
    let length = 0;
    while (length < start.length && start[length] === name[length]) length++;
    return start.slice(0, length);
  });
}

const reversed = (name: string): string => [...name].reverse().join('');
