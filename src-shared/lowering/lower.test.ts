/** The neutral program of every small network, in every coding: complete, in order, and without constant parts. */
import { describe, expect, it } from 'vitest';
import { placeNeurons } from '../../src-main/convert/index.ts';
import * as networks from '../../tests/fixtures/small-networks.ts';
import type { TestModel } from '../../tests/support/onnx-graph.ts';
import { compileUniform, importModel, type Uniform } from '../../tests/support/spiking.ts';
import type { ValueId } from '../network/index.ts';
import { operatorOf } from '../network/operators/index.ts';
import { lower } from './lower.ts';
import type { LoweredOperation, LoweredProgram } from './program.ts';

const MODELS = Object.entries(networks).filter((entry): entry is [string, TestModel] => typeof entry[1] === 'object');
const CODINGS = [{ coding: 'rate' }, { coding: 'differential' }, { coding: 'differential', neuron: 'ms' }] as const;
const CASES = MODELS.flatMap(([name, model]) => CODINGS.map((uniform) => ({ name, model, ...uniform })));

const lowered = async (model: TestModel, uniform: Uniform): Promise<LoweredProgram> =>
  lower(compileUniform(placeNeurons(await importModel({ opset: 20, ...model })), uniform, 0.5));

const reads = (operation: LoweredOperation): readonly ValueId[] =>
  'unit' in operation ? [operation.unit.input] : 'inputs' in operation ? operation.inputs : [operation.input];
const writes = (operation: LoweredOperation): ValueId => ('unit' in operation ? operation.unit.output : operation.output);

it('has small networks to lower', () => expect(MODELS.length).toBeGreaterThan(5));

describe.each(CASES)('$name, $coding $neuron', ({ model, ...uniform }) => {
  it('writes every value once, before it is read, with a place and a time', async () => {
    const { spiking, operations, layouts, times, outputs } = await lowered(model, uniform);
    const written = new Set([spiking.network.input.value]);
    for (const operation of operations) {
      for (const value of reads(operation)) expect(written).toContain(value);
      expect(written).not.toContain(writes(operation));
      written.add(writes(operation));
    }
    for (const { value } of outputs) expect(written).toContain(value);
    for (const value of written) expect([layouts.has(value), times.has(value)]).toEqual([true, true]);
  });

  it('has segments that give zero for zero: no node reads a constant part', async () => {
    const { spiking, operations } = await lowered(model, uniform);
    for (const operation of operations) {
      if (operation.kind !== 'segment') continue;
      for (const { op, inputs } of operation.nodes) {
        const coded = inputs.map((value) => !operation.constants.has(value));
        const parts = operatorOf(op).constantPart?.(coded) ?? [];
        const constants = parts.filter((index) => index < inputs.length && !coded[index]).map((index) => inputs[index]!);
        for (const value of constants)
          expect(operation.constants.get(value)!.data.every((entry) => Number(entry) === 0)).toBe(true);
      }
      expect(operation.nodes.length > 0 || operation.alias !== undefined).toBe(true);
    }
    expect(spiking.counted.length).toBeGreaterThan(0);
  });

  it('counts every counted layer in one operation', async () => {
    const { operations, counted } = await lowered(model, uniform);
    const places = operations.flatMap((operation) => {
      if (operation.kind === 'segment') return operation.counted;
      return operation.kind === 'function' && operation.counted !== undefined ? [operation.counted] : [];
    });
    expect(places.toSorted((a, b) => a - b)).toEqual(counted.map((_, index) => index));
  });
});
