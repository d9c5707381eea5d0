/** Assigns layers to cores: a maximum matching of a bipartite graph, found by augmenting paths. */

/**
 * For each layer the core that it gets, or undefined. `fits[layer]` lists the cores that can hold the layer. As many layers as
 * possible get a core, and a layer gets none only if the layers before it leave none.
 */
export function matchLayers(fits: readonly (readonly number[])[]): (number | undefined)[] {
  const layerOf = new Map<number, number>();
  /** Finds a core for a layer, and other cores for layers that must move. */
  const place = (layer: number, tried: Set<number>): boolean =>
    fits[layer]!.some((core) => {
      if (tried.has(core)) return false;
      tried.add(core);
      const holder = layerOf.get(core);
      if (holder !== undefined && !place(holder, tried)) return false;
      layerOf.set(core, layer);
      return true;
    });
  fits.forEach((_, layer) => place(layer, new Set()));
  const coreOf = new Map([...layerOf].map(([core, layer]) => [layer, core]));
  return fits.map((_, layer) => coreOf.get(layer));
}
