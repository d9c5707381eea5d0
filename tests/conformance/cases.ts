/** The cases of ONNX's conformance suite as Debian's package libonnx-testdata installs them: a model, its inputs, its outputs. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type protobufjs from 'protobufjs';
import type { ExternalData } from '../../src-main/onnx/external-data.ts';
import type { TensorProto } from '../../src-main/onnx/proto/types.ts';
import { readTensor } from '../../src-main/onnx/read-tensor.ts';
import type { Tensor } from '../../src-shared/tensor/index.ts';

const DATA = '/usr/share/libonnx-testdata/data';

/** Where the suite is not installed: what is missing and how to get it. */
export const ABSENT = `ONNX's conformance suite is not installed (${DATA} does not exist): apt-get install libonnx-testdata`;

/** The parts of the suite that hold models of operators and layers; `real` holds whole networks, without their weights. */
export const SUITES = ['node', 'simple', 'pytorch-converted', 'pytorch-operator'] as const;

export interface ConformanceCase {
  readonly suite: (typeof SUITES)[number];
  /** `test_conv_with_strides_padding`. */
  readonly name: string;
  readonly folder: string;
}

/** Values that a case feeds or expects, in the graph's order; undefined where they are no tensor of numbers, or left out. */
export interface CaseData {
  readonly inputs: readonly (Tensor | undefined)[];
  readonly outputs: readonly (Tensor | undefined)[];
}

export const isInstalled = (): boolean => existsSync(DATA);

/** Every case, in the order of their names. */
export function conformanceCases(): readonly ConformanceCase[] {
  return SUITES.flatMap((suite) =>
    readdirSync(join(DATA, suite))
      .sort()
      .map((name) => ({ suite, name, folder: join(DATA, suite, name) })),
  );
}

/** The data of every `test_data_set_*` of a case. `counts`: how many inputs and outputs its graph has. */
export function readCaseData(folder: string, counts: { inputs: number; outputs: number }): Promise<CaseData[]> {
  const sets = readdirSync(folder).filter((name) => name.startsWith('test_data_set_'));
  if (sets.length === 0) throw new Error(`${folder} holds no data`);
  return Promise.all(
    sets.sort().map(async (set) => ({
      inputs: await readTensors(join(folder, set), 'input', counts.inputs),
      outputs: await readTensors(join(folder, set), 'output', counts.outputs),
    })),
  );
}

const readTensors = (folder: string, kind: 'input' | 'output', count: number): Promise<(Tensor | undefined)[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => readPb(join(folder, `${kind}_${index}.pb`))));

const external: ExternalData = {
  read: () => Promise.reject(new Error('the suite holds no external data')),
  [Symbol.asyncDispose]: () => Promise.resolve(),
};

let tensorType: protobufjs.Type | undefined;

/** A file with one TensorProto; undefined where it holds something else (a sequence, strings). */
async function readPb(file: string): Promise<Tensor | undefined> {
  if (!existsSync(file)) return undefined;
  if (tensorType === undefined) {
    const protobuf = createRequire(import.meta.url)('protobufjs') as typeof protobufjs;
    const schema = readFileSync(new URL('../../resources/onnx/onnx.proto', import.meta.url), 'utf8');
    tensorType = protobuf.parse(schema).root.lookupType('onnx.TensorProto');
  }
  try {
    const proto = tensorType.decode(Uint8Array.from(readFileSync(file))) as unknown as TensorProto;
    return await readTensor(proto, 'the tensor', { file, external });
  } catch {
    return undefined;
  }
}
