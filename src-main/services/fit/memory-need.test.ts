/**
 * Flash and RAM of a microcontroller: those of the exporter of C, to the byte, on networks of several kinds, and against the limits that a
 * user gives.
 */
import { describe, expect, it } from 'vitest';
import { goldenThresholds, loadGoldenNet } from '../../../tests/golden/harness/nets.ts';
import { type Budget, checkMemory, type FitReport } from '../../../src-shared/fit/index.ts';
import type { Plan } from '../../../src-shared/plan/index.ts';
import { parsePlan } from '../../../src-shared/plan/index.ts';
import type { Thresholds } from '../../../src-shared/spiking/index.ts';
import { compile, type PlacedNetwork } from '../../convert/index.ts';
import { cExporter } from '../../export/c/exporter.ts';
import { choicesOf } from '../model/choices.ts';
import { fitSubject } from './fit-subject.ts';
import { libraryMemory } from './library-memory.ts';

type Known = ReadonlyMap<string, Thresholds>;

const report = (placed: PlacedNetwork, plan: Plan, budget: Partial<Budget>, known: Known = new Map()): FitReport =>
  checkMemory('mcu', fitSubject(placed, plan), libraryMemory(placed, plan, known), { weights: 'float32', ...budget });

const planOf = (defaults: object): Plan => parsePlan(JSON.stringify({ version: 1, steps: 4, defaults }));
const RATE = planOf({ coding: 'rate', neuron: 'if' });
const DIFFERENTIAL = planOf({ coding: 'differential', neuron: 'mt' });

const uses = ({ cores }: FitReport): Record<string, number> =>
  Object.fromEntries(cores.flatMap(({ name, uses: all }) => all.map(({ what, used }) => [`${name} ${what}`, used])));

/** The statements of a package about its plan, and the bytes of its data as they stand in its files. */
function exported(placed: PlacedNetwork, plan: Plan, known: Known, weights: 'float32' | 'int8') {
  const spiking = compile(placed, choicesOf(placed, plan), known);
  const subject = { spiking, name: 'net', steps: 4, version: '0', inputRange: 3 };
  const { memory, files } = cExporter.write(subject, { weights });
  const header = Buffer.from(files.get('net.h')!).toString();
  const sizeOf = (macro: string): number => Number(new RegExp(`#define NET_${macro} \\(?(\\d+)`).exec(header)![1]);
  return { ...memory!, state: sizeOf('STATE_BYTES'), ports: 4 * (sizeOf('IN_SIZE') + sizeOf('OUT_SIZE')) };
}

/** A network with padding, and its thresholds without mean errors and with them. */
async function correctedNetwork(): Promise<{ readonly placed: PlacedNetwork; readonly known: readonly [Known, Known] }> {
  const net = await loadGoldenNet('resnet-mt-differential');
  const plain = goldenThresholds(net);
  const channelsOf = (name: string): number => {
    const { input } = net.placed.sites.find((site) => site.name === name)!;
    return net.placed.network.shapes.get(input)![1]!;
  };
  const corrected = new Map(
    [...plain].map(([name, one]) => {
      const meanError = Float64Array.from({ length: channelsOf(name) }, (_, i) => 0.01 * (i + 1));
      return [name, { ...one, meanError }];
    }),
  );
  return { placed: net.placed, known: [plain, corrected] };
}

describe('the need of a network is what the exporter plans', () => {
  it.each([
    ['mlp-if-negative-rate', 'float32'],
    ['vgg-mt-differential', 'float32'],
    ['vgg-mt-differential', 'int8'],
    ['resnet-mt-differential', 'float32'],
    ['resnet-mt-differential', 'int8'],
    ['vit-mt-differential', 'float32'],
  ] as const)('%s, %s', async (name, weights) => {
    const net = await loadGoldenNet(name);
    for (const plan of name.startsWith('vit') ? [DIFFERENTIAL] : [RATE, DIFFERENTIAL]) {
      const known = goldenThresholds(net);
      const wanted = exported(net.placed, plan, known, weights);
      const need = uses(report(net.placed, plan, { weights }, known));
      expect(need['RAM states of layers']! + need['RAM buffers and counters']!).toBe(wanted.state);
      expect(need['RAM all']).toBe(wanted.ram + wanted.ports);
      expect(need['RAM input and outputs of the caller']).toBe(wanted.ports);
      expect(need[`Flash constant data (${weights})`]).toBe(wanted.flash);
      // Before the calibration the number of thresholds is known, and that is all that RAM depends on.
      expect(uses(report(net.placed, plan, { weights }))['RAM all']).toBe(need['RAM all']);
    }
  });

  it('counts what a delayed readout keeps with weights of 8 bits: one more number for each output', async () => {
    const net = await loadGoldenNet('mlp-if-negative-rate');
    const known = goldenThresholds(net);
    const late: Plan = { ...RATE, readout: { from: 3 } };
    for (const [weights, more] of [
      ['float32', 0],
      ['int8', 4 * net.classes],
    ] as const) {
      const [plain, delayed] = [RATE, late].map((plan) => uses(report(net.placed, plan, { weights }, known))['RAM all']!);
      expect(delayed! - plain!).toBe(more);
      const wanted = exported(net.placed, late, known, weights);
      expect(delayed).toBe(wanted.ram + wanted.ports);
    }
  });

  it('counts the constants that take mean errors back, known or not, and none that the plan does not ask for', async () => {
    const { placed, known } = await correctedNetwork();
    const plans = [DIFFERENTIAL, planOf({ coding: 'differential', neuron: 'mt', correction: 'mean' })] as const;
    for (const weights of ['float32', 'int8'] as const) {
      const [plain, corrected] = plans.map((plan, i) => exported(placed, plan, known[i]!, weights));
      expect(corrected!.flash).toBeGreaterThan(plain!.flash);
      expect([corrected!.ram, corrected!.state]).toEqual([plain!.ram, plain!.state]);
      const flash = (i: 0 | 1, of: Known): number =>
        uses(report(placed, plans[i], { weights }, of))[`Flash constant data (${weights})`]!;
      expect([flash(0, known[0]), flash(1, known[1])]).toEqual([plain!.flash, corrected!.flash]);
      // A plan that is being edited has the calibration of another one.
      expect([flash(0, known[1]), flash(1, known[0])]).toEqual([plain!.flash, corrected!.flash]);
    }
  });

  it('counts thresholds that are not calibrated yet as many', async () => {
    const { placed } = await loadGoldenNet('vgg-mt-differential');
    const flash = (level: string): number =>
      uses(report(placed, planOf({ coding: 'rate', neuron: 'if', threshold: { level } }), {}))['Flash constant data (float32)']!;
    const [layer, channel, neuron] = [flash('layer'), flash('channel'), flash('neuron')];
    expect([layer < channel, channel < neuron]).toEqual([true, true]);
  });

  it('refuses weights of 8 bits for a network without a form in whole numbers, by layer', async () => {
    const { placed } = await loadGoldenNet('vit-mt-differential');
    expect(() => report(placed, DIFFERENTIAL, { weights: 'int8' })).toThrow(
      expect.objectContaining({ code: 'numbers.unsupported' }) as Error,
    );
    expect(report(placed, DIFFERENTIAL, { flash: 1 }).violations[0]!.help).toContain('no form with weights of 8 bits');
  });
});

describe('limits', async () => {
  const { placed } = await loadGoldenNet('mlp-if-negative-rate');
  const need = uses(report(placed, RATE, {}));
  const [flash, ram] = [need['Flash constant data (float32)']!, need['RAM all']!];

  it.each([
    [{ flash, ram }, []],
    [{ flash: flash - 1, ram }, ['flash']],
    [{ flash, ram: ram - 1 }, ['ram']],
    [{ flash: 1, ram: 1 }, ['flash', 'ram']],
    [{}, []],
  ])('%o', (budget, rules) => {
    const { violations, fits } = report(placed, RATE, budget);
    expect([violations.map(({ rule }) => rule), fits]).toEqual([rules, rules.length === 0]);
  });

  it('say what smaller weights would take, and the layer that needs most', () => {
    const int8 = uses(report(placed, RATE, { weights: 'int8' }))['Flash constant data (int8)']!;
    const help = (limit: number): string => report(placed, RATE, { flash: limit }).violations[0]!.help;
    expect(help(int8)).toContain('which fits');
    expect(help(int8 - 1)).toContain('still too much');
    expect(help(1)).toMatch(/^Layer \S+ needs most: [\d.]+ KiB\. /);
  });

  it('say that rate coding keeps fewer states', () => {
    expect(report(placed, DIFFERENTIAL, { ram: 10 }).violations[0]!.help).toContain('Rate coding');
    expect(report(placed, RATE, { ram: 10 }).violations[0]!.help).not.toContain('Rate coding');
  });
});
