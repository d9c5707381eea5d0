/** From an imported Network to a SpikingNetwork: where neurons go, and compiling a plan's choices. */
export { type Choices, compile } from './compile.ts';
export { type NeuronSite, type PlacedNetwork, placeNeurons } from './place-neurons.ts';
