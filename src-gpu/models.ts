/**
 * Models on onnxruntime-web, and the nodes that its WebGPU provider lacks. Their operators are computed by the WebAssembly provider, on the CPU, between
 * others on the device; onnxruntime-web copies their values. The report of a run names them.
 */
import { type GraphToWrite, shapesOf, writtenModel } from '../src-shared/lowering/index.ts';
import type { NetworkNode } from '../src-shared/network/index.ts';
import { INEXACT, withoutFaults } from './provider-faults.ts';
import { createModelLoader, type DeviceModel, type ModelToLoad, type Runtime } from './runtime.ts';

export type WriteModel = (graph: GraphToWrite) => Uint8Array;

export interface Models {
  /** Throws `engine.failed` if no provider can compute the graph. */
  load(graph: GraphToWrite): Promise<DeviceModel>;
  /** The nodes of all loaded models that are computed on the CPU. */
  readonly onCpu: ReadonlySet<NetworkNode>;
}

export function createModels(runtime: Runtime, device: GPUDevice, write: WriteModel): Models {
  const load = createModelLoader(runtime, device);
  const onCpu = new Set<NetworkNode>();
  const written = (graph: GraphToWrite): ModelToLoad => ({
    ...writtenModel(graph, write),
    onCpu: graph.nodes.filter(({ op }) => INEXACT.has(op)).map(({ id }) => id),
  });
  /** By operator and settings: true if the provider lacks it. */
  const known = new Map<string, boolean>();

  const isLacking = async (node: NetworkNode, graph: GraphToWrite, shapes: ReturnType<typeof shapesOf>): Promise<boolean> => {
    const key = JSON.stringify([node.op, node.attributes, node.inputs.map((value) => shapes.get(value)!.length)]);
    const verdict = known.get(key);
    if (verdict !== undefined) return verdict;
    const port = (value: string) => ({ value, shape: shapes.get(value)! });
    const inputs = [...new Set(node.inputs)].filter((value) => !graph.constants.has(value)).map(port);
    const alone = await load(written({ ...graph, nodes: [node], inputs, outputs: [port(node.output)] }), true);
    await alone?.release();
    known.set(key, alone === undefined);
    return alone === undefined;
  };

  return {
    onCpu,
    async load(asked) {
      const graph = withoutFaults(asked);
      const model = written(graph);
      const alone = await load(model, true);
      if (alone) return alone;
      const shapes = shapesOf(graph);
      const lacking = [];
      for (const node of graph.nodes) if (await isLacking(node, graph, shapes)) lacking.push(node);
      // A whole that is lacking without a part that is: all of its nodes may be concerned.
      for (const node of lacking.length > 0 ? lacking : graph.nodes) onCpu.add(node);
      return await load(model, false);
    },
  };
}
