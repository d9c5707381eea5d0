/** Facts that a node's box shows at the middle level of detail, in the words of a network engineer. */
import type { Attributes, NetworkNode } from '../../../src-shared/network/index.ts';
import type { Shape } from '../../../src-shared/tensor/index.ts';

/** Facts of a node, the most informative first. `constants`: the shapes of its constant inputs, weights first. */
export function nodeFacts(node: NetworkNode, constants: readonly Shape[]): string[] {
  const { attributes } = node;
  const [weight] = constants;
  switch (node.op) {
    case 'Conv':
    case 'ConvTranspose':
      return [...kernel(weight?.slice(2)), ...windows(attributes)];
    case 'MaxPool':
    case 'AveragePool':
      return [...kernel(list(attributes, 'kernel')), ...windows(attributes)];
    case 'Linear':
      return weight?.length === 2 ? [`${weight[0]} → ${weight[1]}`] : [];
    case 'Transpose':
      return fact('axes', list(attributes, 'perm')?.join(' '));
    case 'Slice':
      return slices(attributes);
    case 'Reshape':
    case 'Expand':
      // The shape of the output already shows this.
      return [];
    case 'Gelu':
      return attributes.approximate === 'tanh' ? ['by tanh'] : [];
    default:
      return Object.entries(attributes)
        .flatMap(([name, value]) => plain(name, value))
        .slice(0, 3);
  }
}

const kernel = (sizes: readonly number[] | undefined): string[] => (sizes?.length ? [sizes.join('×')] : []);

function windows(attributes: Attributes): string[] {
  const strides = list(attributes, 'strides');
  const dilations = list(attributes, 'dilations');
  const pads = list(attributes, 'pads');
  const group = attributes.group;
  return [
    ...(strides?.some((stride) => stride !== 1) ? [`stride ${same(strides)}`] : []),
    ...(pads?.some((pad) => pad !== 0) ? [`pad ${same(pads)}`] : []),
    ...(dilations?.some((dilation) => dilation !== 1) ? [`dilation ${same(dilations)}`] : []),
    ...(typeof group === 'number' && group !== 1 ? [`groups ${group}`] : []),
  ];
}

/** One number if all values are equal, otherwise all of them. */
const same = (values: readonly number[]): string => (new Set(values).size === 1 ? String(values[0]) : values.join('×'));

function list(attributes: Attributes, name: string): readonly number[] | undefined {
  const value = attributes[name];
  return typeof value === 'object' ? value : undefined;
}

/** Describes a slice: `axis 2: 0…32 by 2`. */
function slices(attributes: Attributes): string[] {
  const [axes, starts, ends, steps] = ['axes', 'starts', 'ends', 'steps'].map((name) => list(attributes, name) ?? []);
  return axes!.map((axis, i) => {
    const step = steps![i] ?? 1;
    return `axis ${axis}: ${starts![i]}…${ends![i]}${step === 1 ? '' : ` by ${step}`}`;
  });
}

const fact = (name: string, value: string | undefined): string[] => (value === undefined ? [] : [`${name} ${value}`]);

/** Describes an attribute: `axis 1`, `epsilon 0.00001`, `mode nearest`. A switch that is on is shown by its name. */
function plain(name: string, value: Attributes[string]): string[] {
  const words = name
    .replaceAll(/([A-Z])/g, ' $1')
    .replaceAll('_', ' ')
    .toLowerCase();
  if (typeof value === 'boolean') return value ? [words] : [];
  if (typeof value === 'object') return value.length > 0 && value.length <= 6 ? [`${words} ${value.join(' ')}`] : [];
  return [`${words} ${typeof value === 'number' ? Number(value.toPrecision(4)) : value}`];
}
