/**
 * A residual network as the services describe one, of any depth: the shape of ResNet-20 (three stages of three blocks), or of 3,000
 * operators. For pages of tests, where no services run.
 */
import type { Graph, GraphNode } from '../../src-shared/contract/index.ts';

const STAGES = [
  { name: 'layer1', channels: 16, size: 32 },
  { name: 'layer2', channels: 32, size: 16 },
  { name: 'layer3', channels: 64, size: 8 },
] as const;

/** `blocks` residual blocks of five operators in each of three stages; five more operators around them. */
export function constructedGraph(blocks: number): Graph {
  const nodes: GraphNode[] = [];
  const add = (node: Pick<GraphNode, 'op' | 'path' | 'inputs' | 'shape'> & Partial<GraphNode>): string => {
    const id = `/${node.path.replaceAll('.', '/')}/${node.op}`;
    nodes.push({ id, from: [id], parameters: 0, form: 'linear', counted: null, layer: null, facts: [], ...node });
    return id;
  };
  const conv = (path: string, input: string, from: number, to: number, size: number, stride: number): string =>
    add({
      op: 'Conv',
      path,
      inputs: [input],
      shape: [to, size, size],
      parameters: 9 * from * to + to,
      counted: path,
      facts: ['3×3', ...(stride > 1 ? [`stride ${stride}`] : []), 'pad 1'],
    });
  const relu = (path: string, input: string, shape: readonly number[]): string =>
    add({ op: 'Relu', path, inputs: [input], shape: [...shape], form: 'neuron', layer: path });

  let value = relu('relu', conv('conv1', 'input', 3, 16, 32, 1), [16, 32, 32]);
  let channels = 16;
  for (const stage of STAGES) {
    for (let block = 0; block < blocks; block++) {
      const path = `${stage.name}.${block}`;
      const shape = [stage.channels, stage.size, stage.size];
      const stride = channels === stage.channels ? 1 : 2;
      const inner = relu(`${path}.relu1`, conv(`${path}.conv1`, value, channels, stage.channels, stage.size, stride), shape);
      const second = conv(`${path}.conv2`, inner, stage.channels, stage.channels, stage.size, 1);
      value = relu(`${path}.relu2`, add({ op: 'Add', path, inputs: [second, value], shape }), shape);
      channels = stage.channels;
    }
  }
  const pool = add({ op: 'AveragePool', path: 'pool', inputs: [value], shape: [64, 1, 1], facts: ['8×8', 'stride 8'] });
  const flat = add({ op: 'Reshape', path: 'flatten', inputs: [pool], shape: [64] });
  const linear = { parameters: 650, counted: 'linear', facts: ['64 → 10'] };
  const logits = add({ op: 'Linear', path: 'linear', inputs: [flat], shape: [10], ...linear });
  return {
    input: { id: 'input', name: 'input', shape: [3, 32, 32] },
    outputs: [{ name: 'logits', node: logits, shape: [10] }],
    nodes,
    layers: nodes.flatMap(({ id, layer, shape }) =>
      layer === null ? [] : [{ name: layer, rule: 'relu' as const, node: id, shape, neurons: shape.reduce((a, b) => a * b, 1) }],
    ),
  };
}
