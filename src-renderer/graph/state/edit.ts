/** Which neuron layers an edit in the graph is about. */
import { workbench } from '../../state/index.ts';
import { layersAmong } from './select.ts';

/** Layers that an edit of some layers is about: the whole selection where they are part of it, else they alone. */
export function targetLayers(layers: readonly string[]): readonly string[] {
  const selected = selectedNames();
  return layers.some((name) => selected.includes(name)) ? selected : layers;
}

/** Names of the selected neuron layers. */
export const selectedNames = (): readonly string[] => layersAmong(workbench().selection).map(({ name }) => name);
