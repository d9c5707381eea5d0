/** Elementwise functions of one operand as C expressions of `v`. They are those of src-shared/network/operators. */
import type { Attributes } from '../../../../src-shared/network/index.ts';
import type { OpName } from '../../../../src-shared/network/op-names.ts';
import { sizeOf } from '../../../../src-shared/tensor/index.ts';
import type { Place } from '../draft.ts';
import { floatLiteral } from '../literals.ts';
import { plainLoop } from '../loops.ts';
import { callOn, type NodeWriting, pointers } from './node.ts';

/** Parameters of a node as literals. */
type Parameter = (key: string) => string;

const SIGMOID = '1.0f / (1.0f + expf(-v))';
const SOFTPLUS = '(v > 0.0f ? v : 0.0f) + log1pf(expf(-fabsf(v)))';
const clamped = (text: string): string => `fminf(1.0f, fmaxf(0.0f, ${text}))`;

const EXPRESSIONS: Partial<Readonly<Record<OpName, (p: Parameter, attributes: Attributes) => string>>> = {
  Neg: () => '0.0f - v',
  Relu: () => 'v <= 0.0f ? 0.0f : v',
  Clip: (p, { min, max }) => {
    const raised = min === undefined ? 'v' : `fmaxf(v, ${p('min')})`;
    return max === undefined ? raised : `fminf(${raised}, ${p('max')})`;
  },
  LeakyRelu: (p) => `v < 0.0f ? ${p('alpha')} * v : v`,
  Elu: (p) => `v < 0.0f ? ${p('alpha')} * expm1f(v) : v`,
  Selu: (p) => `${p('gamma')} * (v < 0.0f ? ${p('alpha')} * expm1f(v) : v)`,
  Celu: (p) => `v < 0.0f ? ${p('alpha')} * expm1f(v / ${p('alpha')}) : v`,
  ThresholdedRelu: (p) => `v > ${p('alpha')} ? v : 0.0f`,
  Step: (p, { inclusive }) => `v ${inclusive ? '>=' : '>'} ${p('at')} ? 1.0f : 0.0f`,
  HardSigmoid: (p) => clamped(`${p('alpha')} * v + ${p('beta')}`),
  HardSwish: () => `v * ${clamped('v / 6.0f + 0.5f')}`,
  Sigmoid: () => SIGMOID,
  Silu: () => 'v / (1.0f + expf(-v))',
  Mish: () => `v * tanhf(${SOFTPLUS})`,
  Gelu: (_, { approximate }) =>
    approximate === 'tanh'
      ? `0.5f * v * (1.0f + tanhf(${floatLiteral(Math.sqrt(2 / Math.PI))} * (v + 0.044715f * v * v * v)))`
      : `0.5f * v * (1.0f + erff(v * ${floatLiteral(Math.SQRT1_2)}))`,
  Tanh: () => 'tanhf(v)',
  Erf: () => 'erff(v)',
  Softplus: () => SOFTPLUS,
  Softsign: () => 'v / (1.0f + fabsf(v))',
  Exp: () => 'expf(v)',
  Log: () => 'logf(v)',
  Abs: () => 'fabsf(v)',
  Sqrt: () => 'sqrtf(v)',
  Reciprocal: () => '1.0f / v',
  Sin: () => 'sinf(v)',
  Cos: () => 'cosf(v)',
  Floor: () => 'floorf(v)',
  Ceil: () => 'ceilf(v)',
  Round: () => 'rintf(v)',
  Sign: () => 'v > 0.0f ? 1.0f : v < 0.0f ? -1.0f : 0.0f',
};

export function elementwise(writing: NodeWriting): Place {
  const { node, inputs, shape } = writing;
  const expression = EXPRESSIONS[node.op]!((key) => floatLiteral(node.attributes[key] as number), node.attributes);
  return callOn(
    writing,
    (at, y) => [
      ...pointers(at, { x: inputs[0]!.place }, { y }),
      ...plainLoop(sizeOf(shape), (index) => [`const float v = x[${index}];`, `y[${index}] = ${expression};`]),
    ],
    { inPlace: true },
  );
}
