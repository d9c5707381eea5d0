/** The cases of ONNX's conformance suite as Debian's package libonnx-testdata installs them: a model, its inputs, its outputs. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeModel } from '../../src-main/onnx/proto/schema.ts';
import { ATTRIBUTE, type GraphProto, type ValueInfoProto } from '../../src-main/onnx/proto/types.ts';
import type { Tensor } from '../../src-shared/tensor/index.ts';
import { readTensorFile } from './tensor-file.ts';

const DATA = '/usr/share/libonnx-testdata/data';

/** Where the suite is not installed: what is missing and how to get it. */
export const ABSENT = `ONNX's conformance suite is not installed (there is no ${DATA}): apt-get install libonnx-testdata`;

/** The parts of the suite that hold models of operators and layers; `real` holds whole networks, without their weights. */
const SUITES = ['node', 'simple', 'pytorch-converted', 'pytorch-operator'] as const;

export interface ConformanceCase {
  readonly suite: (typeof SUITES)[number];
  /** `test_conv_with_strides_padding`. */
  readonly name: string;
  /** Path of its model. */
  readonly model: string;
  /** Operators of its graph and the graphs inside it, each once. */
  readonly operators: readonly string[];
  readonly data: readonly CaseData[];
}

/** Values of a test_data_set, in the graph's order; undefined where they are no tensor of numbers. */
export interface CaseData {
  readonly inputs: readonly (Tensor | undefined)[];
  readonly outputs: readonly (Tensor | undefined)[];
}

export const isInstalled = (): boolean => existsSync(DATA);

/** Every case, by suite and name. */
export async function* conformanceCases(): AsyncGenerator<ConformanceCase> {
  for (const suite of SUITES) {
    for (const name of readdirSync(join(DATA, suite)).sort()) yield await readCase(suite, name);
  }
}

async function readCase(suite: ConformanceCase['suite'], name: string): Promise<ConformanceCase> {
  const folder = join(DATA, suite, name);
  const model = join(folder, 'model.onnx');
  const { graph } = decodeModel(readFileSync(model));
  if (graph === null) throw new Error(`${model} holds no graph`);
  const weights = new Set(graph.initializer.map((tensor) => tensor.name));
  const inputs = graph.input.filter((input) => !weights.has(input.name));
  const data: CaseData[] = [];
  for (const set of readdirSync(folder).filter((entry) => entry.startsWith('test_data_set_'))) {
    data.push({
      inputs: await readValues(join(folder, set), 'input', inputs),
      outputs: await readValues(join(folder, set), 'output', graph.output),
    });
  }
  if (data.length === 0) throw new Error(`${folder} holds no data`);
  return { suite, name, model, operators: [...new Set(operatorsOf(graph))], data };
}

const operatorsOf = (graph: GraphProto): string[] =>
  graph.node.flatMap((node) => [
    node.opType,
    ...node.attribute.flatMap(({ g, type }) => (type === ATTRIBUTE.graph && g !== null ? operatorsOf(g) : [])),
  ]);

async function readValues(folder: string, kind: string, values: readonly ValueInfoProto[]): Promise<(Tensor | undefined)[]> {
  const tensors: (Tensor | undefined)[] = [];
  for (const [index, value] of values.entries()) {
    tensors.push(await readTensorFile(join(folder, `${kind}_${index}.pb`), value.type?.tensorType?.elemType));
  }
  return tensors;
}
