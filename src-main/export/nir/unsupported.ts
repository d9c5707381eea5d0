/** The error for networks that a format cannot hold: all layers, with what cannot be held of each, and what to do. */
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { type Message, option, say } from '../../../src-shared/message/index.ts';
import type { ExportObstacle } from '../exporter.ts';

/** The error `export.unsupported` that names every layer. Layers with the same obstacles are named together. */
export function unsupported(obstacles: readonly ExportObstacle[]): SpikeloomError {
  const layers = new Map<string, string[]>();
  for (const { layer, reason } of obstacles) layers.set(layer, [...(layers.get(layer) ?? []), reason]);
  const groups = new Map<string, string[]>();
  for (const [layer, reasons] of layers) {
    const all = reasons.join(', ');
    groups.set(all, [...(groups.get(all) ?? []), layer]);
  }
  const list = [...groups].map(([reasons, names]) => `${names.join(', ')}: ${reasons}`).join('; ');
  return new SpikeloomError('export.unsupported', say`NIR cannot hold this network: ${list}. ${remedy(obstacles)}`, {
    at: { layer: obstacles[0]!.layer },
  });
}

function remedy(obstacles: readonly ExportObstacle[]): Message {
  const left = new Set(obstacles.filter(({ byPlan }) => !byPlan).map(({ layer }) => layer));
  if (left.size > 0) {
    const names = [...left].join(', ');
    return `No plan changes that of ${names}; use a model without it, or the format onnx.`;
  }
  return say`Export a version of the plan that NIR can hold with ${option('adapt-plan')}, or use the format onnx.`;
}
