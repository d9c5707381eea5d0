/**
 * The graph of a model as its file has it, before conversion and whether or not it can be converted: nodes that are in the way are marked,
 * with the reason. A job.
 */
import type { Graph, GraphNode, ModelGraph } from '../../../src-shared/contract/index.ts';
import { modulePath, type Network } from '../../../src-shared/network/index.ts';
import { sizeOf } from '../../../src-shared/tensor/index.ts';
import { importOptions, type ModelInputOptions } from '../model/load-model.ts';
import { type NodeReport, type OnnxAttribute, type OnnxModel, preflight, readModel } from '../../onnx/index.ts';
import { UNCHECKED } from '../model/inspect-model.ts';
import { FORMS, sampleShape } from './graph-view.ts';

export interface ModelGraphRequest extends ModelInputOptions {
  readonly file: string;
}

/** Id of the input, which no node makes. Only a file that is out to confuse has a node of this name. */
const INPUT = ':input';

/** The graph of the model at `file`. Throws what reading and identifying the input of a model throw. */
export async function modelGraph({ file, ...options }: ModelGraphRequest): Promise<ModelGraph> {
  const model = await readModel(file);
  const { nodes, network } = preflight(model, importOptions(options));
  return { name: model.graph.name, graph: graphOf(model, nodes, network) };
}

function graphOf(
  { graph: { nodes: all, inputs, outputs, initializers } }: OnnxModel,
  reports: readonly NodeReport[],
  network: Network,
): Graph {
  const byName = new Map(all.map((node) => [node.name, node]));
  const producers = new Map<string, string>(inputs.map(({ name }) => [name, INPUT]));
  const shapeOf = (value: string): number[] => {
    const shape = network.shapes.get(value);
    return shape ? sampleShape(shape) : [];
  };
  const nodes = reports.flatMap((report): GraphNode[] => {
    const node = byName.get(report.name);
    const read = node?.inputs.flatMap((value) => producers.get(value) ?? []) ?? [];
    // A node that depends on no input is arithmetic of weights, and left out unless it is blocked.
    if (!node || (read.length === 0 && report.fate !== 'blocked')) return [];
    for (const output of node.outputs) producers.set(output, node.name);
    const weights = node.inputs.flatMap((value) => initializers.get(value) ?? []);
    return [
      {
        id: node.name,
        op: node.type,
        path: modulePath(node.name),
        inputs: read,
        shape: shapeOf(node.outputs[0] ?? ''),
        from: [node.name],
        parameters: weights.reduce((sum, { shape, dtype }) => sum + (dtype === 'float' ? sizeOf(shape) : 0), 0),
        form: report.forms[0] ? FORMS[report.forms[0]] : 'linear',
        counted: null,
        layer: null,
        facts: kernelOf(node.attributes.get('kernel_shape')),
        ...blockedBy(report),
      },
    ];
  });
  const [first] = inputs;
  return {
    input: { id: INPUT, name: network.input.name || first?.name || '', shape: shapeOf(network.input.value) },
    outputs: outputs.flatMap((name) => {
      const node = producers.get(name);
      return node === undefined || node === INPUT ? [] : [{ name, node, shape: shapeOf(name) }];
    }),
    nodes,
    layers: [],
  };
}

function blockedBy({ fate, why }: NodeReport): Pick<GraphNode, 'blocked'> {
  if (fate === 'blocked') return { blocked: { why: why ?? '', certain: true } };
  return fate === 'unchecked' ? { blocked: { why: UNCHECKED, certain: false } } : {};
}

const kernelOf = (attribute: OnnxAttribute | undefined): string[] =>
  attribute?.kind === 'ints' && attribute.value.length > 0 ? [attribute.value.join('×')] : [];
