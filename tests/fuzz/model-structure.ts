/** Structure that damage to single places hardly makes: calls of functions, subgraphs, files beside the model. Changes a decoded model in itself. */
import { DATA_TYPE } from '../../src-main/onnx/proto/types.ts';
import type { Random } from './random.ts';

interface Node {
  opType: string;
  domain: string;
  input: string[];
  output: string[];
  attribute?: { name: string; type: number; g?: Graph | null }[];
}

interface Graph {
  node: Node[];
  initializer: { dims: unknown[]; externalData: unknown[]; dataLocation: number; dataType: number; rawData: Uint8Array }[];
}

export interface DecodedModel {
  graph: Graph | null;
  functions: object[];
  opsetImport: object[];
}

const DOMAIN = 'fuzz';
const GRAPH = 5;

/** Files beside the model, there or not: a file, a folder, a pipe, a link out of the folder, a file with holes, nothing. */
export const BESIDE = [
  'weights.bin',
  'folder',
  'pipe',
  'away',
  'sparse',
  'missing',
  '../weights.bin',
  '',
  'a\0b',
  'x'.repeat(5000),
] as const;

/** Lists of nodes of the graph, its subgraphs and functions. */
function bodiesOf(model: DecodedModel): Node[][] {
  const bodies: Node[][] = [];
  const visit = (nodes: Node[]): void => {
    bodies.push(nodes);
    for (const { attribute = [] } of nodes) for (const { g } of attribute) if (g) visit(g.node);
  };
  if (model.graph) visit(model.graph.node);
  for (const one of model.functions) visit((one as { node: Node[] }).node);
  return bodies.filter((nodes) => nodes.length > 0);
}

/** Functions that call each other or themselves, one of them in place of a node. */
function addFunctions(model: DecodedModel, random: Random): void {
  const count = 1 + random.int(random.chance(0.1) ? 60 : 4);
  const nodesOf = (own: number): object[] =>
    Array.from({ length: 1 + random.int(3) }, () => {
      const called = random.chance(0.2) ? random.int(count) : own - 1;
      return called < 0 ? { opType: 'Relu', input: ['x'], output: ['y'] } : call(called, 'x', random.pick(['y', 'z', 'x']));
    });
  for (let own = 0; own < count; own++) {
    const node = random.chance(0.3) ? [conditional(nodesOf(own))] : nodesOf(own);
    model.functions.push({ name: `f${own}`, domain: DOMAIN, input: ['x'], output: [random.pick(['y', 'x'])], node });
  }
  model.opsetImport.push({ domain: DOMAIN, version: 1 });
  const node = random.pick(random.pick(bodiesOf(model)));
  Object.assign(node, { opType: `f${count - 1}`, domain: DOMAIN });
}

const call = (index: number, input: string, output: string): object => ({
  opType: `f${index}`,
  domain: DOMAIN,
  input: [input],
  output: [output],
});

const conditional = (nodes: object[]): object => ({
  opType: 'If',
  input: ['x'],
  output: ['y'],
  attribute: ['then_branch', 'else_branch'].map((name) => ({ name, type: GRAPH, g: { node: nodes, output: [{ name: 'y' }] } })),
});

/** Some nodes of a body in the branch of an If, by a constant or by a value. */
function addSubgraph(model: DecodedModel, random: Random): void {
  const nodes = random.pick(bodiesOf(model));
  const from = random.int(nodes.length);
  const inner = nodes.slice(from, from + 1 + random.int(4));
  const g = { node: inner, output: [{ name: inner.at(-1)!.output[0] ?? '' }], initializer: [], input: [], sparseInitializer: [] };
  const condition = random.pick([
    '',
    inner[0]!.input[0] ?? '',
    ...(model.graph!.initializer as { name?: string }[]).map(({ name }) => name ?? ''),
  ]);
  const branches = ['then_branch', 'else_branch'].map((name) => ({ name, type: GRAPH, g }));
  const outer = { opType: 'If', domain: '', input: [condition], output: inner.at(-1)!.output, attribute: branches };
  nodes.splice(from, inner.length, outer as unknown as Node);
}

/** The values of a weight, or of all of them, in a file. */
function moveOutside(model: DecodedModel, random: Random): void {
  const { initializer } = model.graph!;
  if (initializer.length === 0) return;
  const all = random.chance(0.4) ? initializer : [random.pick(initializer)];
  const location = random.pick(BESIDE);
  for (const tensor of all) {
    const more = random.chance(0.5) ? [{ key: 'offset', value: random.pick(['0', '4', '3', '-1', '1e3', String(2 ** 40)]) }] : [];
    Object.assign(tensor, {
      externalData: [{ key: 'location', value: location }, ...more],
      dataLocation: 1,
      rawData: new Uint8Array(),
    });
    if (random.chance(0.2)) tensor.dims = [2 ** random.int(34), 2 ** random.int(10)];
    if (random.chance(0.2)) tensor.dataType = random.pick(Object.values(DATA_TYPE));
  }
}

/** Another operator in place of one, of those that take as many inputs: comparisons, choices, quantisation, labels. */
const OTHERS = [
  ...['Greater', 'Less', 'Where', 'Not', 'And', 'Or', 'Cast', 'QuantizeLinear', 'DequantizeLinear', 'DynamicQuantizeLinear'],
  ...['QLinearConv', 'QLinearMatMul', 'ConvInteger', 'MatMulInteger', 'ArgMax', 'TopK', 'ImageScaler', 'Affine', 'Crop', 'Swish'],
];

function otherOperator(model: DecodedModel, random: Random): void {
  const node = random.pick(random.pick(bodiesOf(model)));
  node.opType = random.pick(OTHERS);
  while (node.input.length > 0 && node.input.length < 3 && random.chance(0.6)) node.input.push(random.pick(node.input));
  if (random.chance(0.3)) node.output.push('', `${node.output[0] ?? ''}.more`);
}

const KINDS = [addFunctions, addSubgraph, moveOutside, otherOperator];

export function changeStructure(model: DecodedModel, random: Random): void {
  for (let count = random.int(3); count >= 0; count--) {
    if (model.graph === null || model.graph.node.length === 0) return;
    random.pick(KINDS)(model, random);
  }
}
