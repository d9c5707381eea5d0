/**
 * Every rule of every chip, met with exactly the limit of its data file and violated with one more. The cases take their figures from
 * the data files, so that a changed figure is a changed case.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { shapeNetwork, type ConvShape } from '../../../tests/support/shape-networks.ts';
import { checkFit, type FitReport, TARGET_IDS, type TargetId, TARGETS } from '../../../src-shared/fit/index.ts';
import type { CoresTarget } from '../../../src-shared/fit/target.ts';
import { parsePlan } from '../../../src-shared/plan/index.ts';
import { placeNeurons } from '../../convert/index.ts';
import { fitSubject } from './fit-subject.ts';
import {
  chipCases,
  dense,
  fullyConnectedCases,
  layers,
  network,
  type RuleCase,
  type Setting,
  type Subject,
} from '../../../tests/support/fit-rule-cases.ts';

function check(target: TargetId, subject: Subject, suits: Setting): FitReport {
  const { coding, neuron, level, tau, correction } = { ...suits, ...subject };
  const plan = parsePlan(JSON.stringify({ version: 1, tau, defaults: { coding, neuron, threshold: { level }, correction } }));
  return checkFit(target, fitSubject(placeNeurons(subject.network), plan));
}

function run(target: TargetId, cases: readonly RuleCase[], suits: Setting): void {
  it.each(cases.map((one) => [one.rule, one] as const))('%s', (rule, { met, broken, value, limit }) => {
    expect(check(target, met, suits).violations.map((one) => one.rule)).not.toContain(rule);
    const violations = check(target, broken, suits).violations.filter((one) => one.rule === rule);
    expect(violations).not.toEqual([]);
    const [first] = violations;
    expect(first!.message.length * first!.help.length * first!.source.length).toBeGreaterThan(0);
    if (value !== undefined) expect(first!.value).toBe(value);
    if (limit !== undefined) expect(first!.limit).toBe(limit);
  });
}

/** A network of one core, and neurons in front of the output. */
const oneCore = (shape: readonly number[], conv: ConvShape): Subject => {
  const net = shapeNetwork(...shape);
  return network(net.end(net.relu(net.conv(net.input, conv))));
};

function coreCases({ limits, cores, edges }: CoresTarget): RuleCase[] {
  const at = (figure: { readonly value: number }, make: (size: number) => Subject, rule: string): RuleCase => ({
    rule,
    met: make(figure.value),
    broken: make(figure.value + 1),
    value: figure.value + 1,
    limit: figure.value,
  });
  const pooled = (...windows: (readonly [number, number])[]): Subject => {
    const net = shapeNetwork(1, 48, 48);
    const first = net.relu(net.conv(net.input, { to: 2 }));
    return network(
      net.end(
        net.relu(
          net.conv(
            windows.reduce((value, window) => net.pool(value, window), first),
            { to: 2 },
          ),
        ),
      ),
    );
  };
  const square = (size: number): Subject => oneCore([1, size, size], { to: 1, kernel: [size, size] });
  const branches = (windows: readonly number[]): Subject => {
    const net = shapeNetwork(2, 16, 16);
    const parts = windows.map((window) => {
      const stride = 4 / window;
      return net.pool(net.relu(net.conv(net.input, { to: 2, stride })), [window, window]);
    });
    return network(net.end(net.relu(net.conv(net.add(parts[0]!, parts[1]!), { to: 2 }))));
  };
  const fan = (readers: number): Subject => {
    const net = shapeNetwork(1, 8, 8);
    const first = net.relu(net.conv(net.input, { to: 2 }));
    return network(net.end(...Array.from({ length: readers }, () => net.relu(net.conv(first, { to: 2 })))));
  };
  /** A layer of weights behind a sum pooling and neurons whose mean error is taken back. */
  const corrected = (conv: ConvShape): Subject => {
    const net = shapeNetwork(1, 8, 8);
    const first = net.pool(net.relu(net.conv(net.input, { to: 2 })), [2, 2]);
    return network(net.end(net.relu(net.conv(first, conv))), { correction: 'mean' });
  };
  const most = (memory: 'kernel' | 'neuron' | 'bias'): number => Math.max(...cores.value.map((core) => core[memory]));
  const kernelWords = (words: number): Subject => oneCore([words / 16, 8, 8], { to: 4, kernel: [2, 2], stride: 8 });
  const small: ConvShape = { to: 2 };
  // Only the cores with most memory for neurons hold 64 channels of 32×32.
  const large: ConvShape = { to: 64, kernel: [1, 1] };
  const largeCores = cores.value.filter((core) => core.neuron >= 64 * 1024).length;
  expect(edges.value.weight).toEqual(['neuron']);
  return [
    at(limits.inputMap, (size) => oneCore([1, size, size], { to: 1, stride: 8 }), 'input-map'),
    at(limits.outputMap, (size) => oneCore([1, size, size], { to: 1 }), 'output-map'),
    at(limits.channels, (size) => oneCore([size, 1, 1], { to: 1 }), 'channels'),
    at(limits.kernel, square, 'kernel'),
    at(limits.padding, (pad) => oneCore([1, 32, 32], { to: 1, kernel: [16, 16], pad }), 'padding'),
    at(limits.dilation, (dilation) => oneCore([1, 16, 16], { to: 1, kernel: [3, 3], dilation }), 'dilation'),
    at(limits.groups, (group) => oneCore([2, 8, 8], { to: 2, group }), 'groups'),
    at(limits.destinations, fan, 'destinations'),
    at(limits.classes, (size) => oneCore([1, 1, 1], { to: size }), 'classes'),
    ...limits.strides.value.map(
      (stride): RuleCase => ({
        rule: 'stride',
        met: oneCore([1, 32, 32], { to: 1, stride }),
        broken: oneCore([1, 33, 33], { to: 1, stride: 3 }),
        value: 3,
        limit: '1, 2, 4 or 8',
      }),
    ),
    {
      rule: 'kernel-square',
      met: square(3),
      broken: oneCore([1, 8, 8], { to: 1, kernel: [3, 5] }),
      value: '3×5',
      limit: 'square',
    },
    {
      rule: 'padding-symmetric',
      met: oneCore([1, 8, 8], { to: 1, kernel: [3, 3], pad: 1 }),
      broken: oneCore([1, 8, 8], { to: 1, kernel: [3, 3], pads: [0, 0, 1, 1] }),
    },
    ...limits.pooling.value.map(
      (factor): RuleCase => ({
        rule: 'pooling',
        met: pooled([factor, factor]),
        broken: pooled([2, 2], [4, 4]),
        value: 8,
        limit: '1, 2 or 4',
      }),
    ),
    { rule: 'pool-window', met: pooled([2, 2], [2, 2]), broken: pooled([2, 4]) },
    { rule: 'pooling-branches', met: branches([2, 2]), broken: branches([2, 4]), value: '2, 4', limit: 'one factor' },
    {
      rule: 'kernel-memory',
      met: kernelWords(most('kernel') / 4),
      broken: oneCore([1024, 4, 4], { to: 10, kernel: [4, 4] }),
      value: 1024 * 2 ** (4 + 4),
      limit: most('kernel'),
    },
    {
      rule: 'neuron-memory',
      met: oneCore([1, 64, 64], { to: most('neuron') / 4096 }),
      broken: oneCore([16, 64, 64], { to: 32, kernel: [3, 3], pad: 1 }),
      value: 32 * 4096,
      limit: most('neuron'),
    },
    at({ value: most('bias') }, (to) => oneCore([1, 1, 1], { to }), 'bias-memory'),
    // Maps of 5×5 take the memory of 8×8.
    {
      rule: 'neuron-memory',
      met: oneCore([1, 32, 32], { to: 64 }),
      broken: oneCore([1, 33, 33], { to: 64 }),
      value: 64 * 4096,
      limit: most('neuron'),
    },
    // The constant of a correction is a bias if it is the same at all positions.
    {
      rule: 'bias-memory',
      met: corrected({ to: most('bias'), kernel: [1, 1], bias: false }),
      broken: corrected({ to: most('bias') + 1, kernel: [1, 1], bias: false }),
      value: most('bias') + 1,
      limit: most('bias'),
    },
    {
      rule: 'correction',
      met: corrected({ to: 4, kernel: [3, 3] }),
      broken: corrected({ to: 4, kernel: [3, 3], pad: 1 }),
      value: 'a constant at each position',
      limit: 'one bias for each channel',
    },
    {
      rule: 'core-memory',
      met: oneCore([64, 16, 16], { to: 64, kernel: [2, 2] }),
      broken: oneCore([128, 32, 32], { to: 64, kernel: [2, 2], pads: [0, 0, 1, 1] }),
    },
    {
      rule: 'layers',
      met: network(
        layers(
          1,
          8,
          Array.from({ length: cores.value.length }, () => small),
        ),
      ),
      broken: network(
        layers(
          1,
          8,
          Array.from({ length: cores.value.length + 1 }, () => small),
        ),
      ),
      value: cores.value.length + 1,
      limit: cores.value.length,
    },
    {
      rule: 'mapping',
      met: network(
        layers(
          64,
          32,
          Array.from({ length: largeCores }, () => large),
        ),
      ),
      broken: network(
        layers(
          64,
          32,
          Array.from({ length: largeCores + 1 }, () => large),
        ),
      ),
    },
    ...chipCases(),
    {
      rule: 'connection',
      met: network(layers(1, 8, [small])),
      broken: ((net) => network(net.end(net.conv(net.input, small))))(shapeNetwork(1, 8, 8)),
      value: 'weight',
      limit: 'neuron or pool',
    },
    {
      rule: 'connection',
      met: branches([2, 2]),
      broken: ((net) => network(net.end(net.relu(net.add(net.conv(net.input, small), net.conv(net.input, small))))))(
        shapeNetwork(1, 8, 8),
      ),
    },
    ...['operator', 'negative-spikes'].map((rule): RuleCase => {
      const net = shapeNetwork(1, 8, 8);
      const smooth = net.relu(net.conv(net.node('Gelu', [net.conv(net.input, small)], { approximate: 'none' }), small));
      return { rule, met: network(layers(1, 8, [small])), broken: network(net.end(smooth)) };
    }),
    {
      rule: 'operator',
      met: network(layers(1, 8, [small])),
      broken: ((net) => network(net.end(net.relu(net.linear(net.relu(net.linear(net.input, 4)), 3)))))(shapeNetwork(5, 6)),
    },
    {
      rule: 'negative-spikes',
      met: network(layers(1, 8, [small])),
      broken: network(layers(1, 8, [small]), { neuron: 'if-negative' }),
    },
    ...[{ level: 'channel' }, { level: 'neuron' }].map(
      (level): RuleCase => ({
        rule: 'threshold-level',
        met: network(layers(1, 8, [small])),
        broken: network(layers(1, 8, [small]), level),
        value: level.level,
        limit: 'layer',
      }),
    ),
  ];
}

const SUITS: Readonly<Record<'cores' | 'fully-connected', Setting>> = {
  cores: { coding: 'rate', neuron: 'if', level: 'layer', tau: 1 },
  'fully-connected': { coding: 'leaky-rate', neuron: 'lif', level: 'channel', tau: 0.984375 },
};

const cases = (id: TargetId): RuleCase[] => {
  const target = TARGETS[id];
  if (target.kind === 'memory') return [];
  return target.kind === 'cores' ? coreCases(target) : fullyConnectedCases(target);
};

describe.each(TARGET_IDS.filter((id) => TARGETS[id].kind !== 'memory'))('%s', (id) => {
  const suits = SUITS[TARGETS[id].kind as 'cores'];
  run(id, cases(id), suits);

  it('takes a network that keeps every rule', () => {
    const good =
      id === 'speck2e'
        ? layers(2, 16, [
            { to: 4, kernel: [3, 3], pad: 1 },
            { to: 4, stride: 8 },
          ])
        : dense(8, 20, 10, 4);
    const report = check(id, network(good), suits);
    if (id === 'speck2e') expect(report.violations.map(({ rule }) => rule)).toEqual(['classes']);
    else expect([report.fits, report.violations]).toEqual([true, []]);
  });
});

it('there is a case for every rule in the code', () => {
  const folder = new URL('../../../src-shared/fit/', import.meta.url);
  const code = readdirSync(folder)
    .filter((name) => name.endsWith('.ts') && !['memory.ts'].includes(name))
    .map((name) => readFileSync(new URL(name, folder), 'utf8'))
    .join('\n');
  const named = [
    ...code.matchAll(/rule: '([a-z-]+)'/g),
    ...code.matchAll(/check\(\s*limits\.\w+,\s*'([a-z-]+)'/g),
    ...code.matchAll(/rule: isTooMany \? '([a-z]+)'/g),
  ].map(([, rule]) => rule!);
  const rules = new Set([...named, 'mapping', 'kernel-memory', 'neuron-memory', 'bias-memory']);
  const tried = new Set(TARGET_IDS.flatMap(cases).map(({ rule }) => rule));
  expect(rules.size).toBeGreaterThan(30);
  expect([...rules].filter((rule) => !tried.has(rule))).toEqual([]);
});
