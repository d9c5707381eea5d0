/**
 * Plans as text: JSON with a fixed order of keys and a fixed layout, so that equal plans have equal text and versions can be
 * compared line by line. A value stays on one line if it fits.
 */
import type { PartialSettings, Plan } from './plan.ts';

type Field = readonly [key: string, value: unknown];

const LINE_WIDTH = 100;

/** A plan as pretty JSON with a final line break; `parsePlan` gives the same plan back. */
export function formatPlan(plan: Plan): string {
  const layers = plan.layers.map(({ key, settings }): Field => [key, fields(settingsFields(settings))]);
  const defaults = settingsFields(plan.defaults);
  const all: Field[] = [
    ['version', plan.version],
    ['steps', plan.steps],
    ['tau', plan.tau],
    ['readout', plan.readout && fields([['from', plan.readout.from]])],
    ['defaults', defaults.every(([, value]) => value === undefined) ? undefined : fields(defaults)],
    ['layers', layers.length === 0 ? undefined : fields(layers)],
  ];
  return `${print(fields(all), '', 0)}\n`;
}

const settingsFields = ({ coding, neuron, thresholds, mostSpikes, threshold, initial, correction }: PartialSettings): Field[] => [
  ['coding', coding],
  ['neuron', neuron],
  ['thresholds', thresholds],
  ['mostSpikes', mostSpikes],
  [
    'threshold',
    threshold === undefined
      ? undefined
      : fields([
          ['method', threshold.method],
          ['percentile', threshold.percentile],
          ['of', threshold.of],
          ['level', threshold.level],
          ['scale', threshold.scale],
          ['value', threshold.value],
        ]),
  ],
  ['initial', initial],
  ['correction', correction],
];

/** An object as a list of fields, because a JavaScript object would reorder keys such as `0`. */
interface Fields {
  readonly fields: readonly Field[];
}

const fields = (all: readonly Field[]): Fields => ({ fields: all.filter(([, value]) => value !== undefined) });
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && 'fields' in value;

/** Prints a value. `used`: number of characters on the line before the value. */
function print(value: unknown, indent: string, used: number): string {
  if (!isFields(value)) return JSON.stringify(value);
  if (value.fields.length === 0) return '{}';
  // The plan and its layers have one line per key. Other objects are split only if they do not fit on a line.
  const line = `{ ${value.fields.map(([key, field]) => `${JSON.stringify(key)}: ${print(field, '', -Infinity)}`).join(', ')} }`;
  const deep = value.fields.some(([, field]) => isFields(field) && field.fields.some(([, inner]) => isFields(inner)));
  if (indent !== '' ? !deep && used + line.length <= LINE_WIDTH : used === -Infinity) return line;
  const inner = `${indent}  `;
  const lines = value.fields.map(([key, field]) => {
    const start = `${inner}${JSON.stringify(key)}: `;
    return start + print(field, inner, start.length);
  });
  return `{\n${lines.join(',\n')}\n${indent}}`;
}
