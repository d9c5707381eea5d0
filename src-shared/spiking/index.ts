/** The spiking network's data types: the contract between conversion, engines and exporters. */
export { floatSegment, isMatrixProduct, stageInputs } from './spiking-network.ts';
export type {
  CountedLayer,
  ExpectationUnit,
  MaxPoolUnit,
  NeuronModel,
  NeuronUnit,
  ProductUnit,
  Segment,
  SpikingNetwork,
  Stage,
  Thresholds,
  TranscoderUnit,
  Unit,
  ValueCoding,
} from './spiking-network.ts';
