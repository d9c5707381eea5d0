/** From an imported Network to a SpikingNetwork: placing neurons, and compiling the choices of a plan. */
export { compile, compileStages } from './compile.ts';
export type { Choices } from './compile-nodes.ts';
export { countedLayers } from './counted-layers.ts';
export { nodeForms } from './node-forms.ts';
export { type NeuronSite, type PlacedNetwork, placeNeurons } from './place-neurons.ts';
