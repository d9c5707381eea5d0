/** The Network (the imported graph), module paths, and the interface of operators. */
export type { Attributes, Network, NetworkNode, NetworkPort, ValueId } from './network.ts';
export type {
  Marks,
  NetworkBuilder,
  OnnxNodeDraft,
  OnnxNodeView,
  OnnxRead,
  OnnxWriter,
  Operator,
} from './operator.ts';
export type { Arithmetic, CountedKind, Mark, Moves, OperatorTraits, SpikingForm, WeightLayout } from './operator-traits.ts';
export { OP_NAMES, type OpName } from './op-names.ts';
export { modulePath } from './module-path.ts';
export { uniqueNames } from './unique-names.ts';
