/** Large networks for tests and benches, made by rule: no randomness but that of a seed. */
import type { Graph, GraphNode, NeuronLayerInfo } from '../../src-shared/contract/index.ts';

const INPUT = 'input';

/** Collects nodes; each call of `add` appends one and returns its id. */
export interface GraphDraft {
  add(op: string, path: string, inputs: readonly string[], shape?: readonly number[]): string;
  done(output: string): Graph;
}

/** An empty graph; a `Relu` becomes a neuron layer, a `Conv` or `Linear` a counted one. */
export function draftGraph(): GraphDraft {
  const nodes: GraphNode[] = [];
  const layers: NeuronLayerInfo[] = [];
  return {
    add(op, path, inputs, shape = [64, 16, 16]) {
      const id = `${path}/${op}`;
      const isNeuron = op === 'Relu';
      const isCounted = op === 'Conv' || op === 'Linear';
      nodes.push({
        id,
        op,
        path,
        inputs: [...inputs],
        shape: [...shape],
        from: [id],
        parameters: isCounted ? 36_928 : 0,
        form: isNeuron ? 'neuron' : op === 'MaxPool' ? 'pooling' : op === 'Gelu' ? 'expectation' : 'linear',
        counted: isCounted ? path : null,
        layer: isNeuron ? path : null,
        facts: op === 'Conv' ? ['3×3', 'pad 1'] : [],
      });
      if (isNeuron) {
        const neurons = shape.reduce((product, size) => product * size, 1);
        layers.push({ name: path, rule: 'relu', node: id, shape: [...shape], neurons });
      }
      return id;
    },
    done: (output) => ({
      input: { id: INPUT, name: INPUT, shape: [3, 32, 32] },
      outputs: [{ name: 'logits', node: output, shape: [10] }],
      nodes,
      layers,
    }),
  };
}

/** Residual blocks of four operators and an addition: a ResNet of `operators` operators in `stages` stages. */
export function bigResidual(operators: number, stages = 4): Graph {
  const draft = draftGraph();
  let last = draft.add('Relu', 'relu', [draft.add('Conv', 'conv1', [INPUT])]);
  const blocks = Math.floor((operators - 3) / 6 / stages);
  for (let stage = 1; stage <= stages; stage++) {
    const shape = [32 << stage, 64 >> stage, 64 >> stage];
    for (let block = 0; block < blocks; block++) {
      const module = `layer${stage}.${block}`;
      const shortcut = block === 0 ? draft.add('Conv', `${module}.downsample`, [last], shape) : last;
      const first = draft.add('Relu', `${module}.relu1`, [draft.add('Conv', `${module}.conv1`, [last], shape)], shape);
      const second = draft.add('Conv', `${module}.conv2`, [first], shape);
      const scaled = draft.add('Mul', `${module}.scale`, [second], shape);
      last = draft.add('Relu', `${module}.relu2`, [draft.add('Add', module, [scaled, shortcut], shape)], shape);
    }
  }
  return draft.done(draft.add('Linear', 'fc', [last], [10]));
}

/** A chain without module paths, as exporters write it that only count: `Conv_0`, `Relu_1`, … */
export function bigChain(operators: number): Graph {
  const draft = draftGraph();
  let last = INPUT;
  for (let index = 0; index < operators; index++) last = draft.add(index % 2 === 0 ? 'Conv' : 'Relu', `n_${index}`, [last]);
  return draft.done(last);
}

/** A graph in which operators read up to three of the last thirty, in modules of uneven size, no two of them alike. */
export function bigTangle(operators: number, seed = 1): Graph {
  const draft = draftGraph();
  let state = seed;
  /** Linear congruential numbers: the same everywhere. */
  const random = (below: number): number => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return Math.floor((state / 2 ** 32) * below);
  };
  const ids = [INPUT];
  const ops = ['Conv', 'Relu', 'Add', 'Conv', 'Relu', 'MaxPool', 'Gelu', 'Concat'];
  let [module, left, count] = [0, 0, 0];
  for (let index = 0; index < operators; index++, left--, count++) {
    if (left <= 0) {
      module++;
      left = 8 + random(40);
      count = 0;
    }
    const inputs = new Set([ids.at(-1)!]);
    for (let more = random(8) < 2 ? 1 + random(2) : 0; more > 0; more--)
      inputs.add(ids[Math.max(0, ids.length - 1 - random(30))]!);
    const op = inputs.size > 1 ? 'Add' : ops[random(ops.length)]!;
    ids.push(draft.add(op, `stage${module >> 4}.block${module}.cell${count >> 3}.op${count}`, [...inputs]));
  }
  return draft.done(ids.at(-1)!);
}
