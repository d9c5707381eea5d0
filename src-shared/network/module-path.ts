/**
 * Module paths: the names engineers know their layers by. PyTorch's exporter names a node by its modules,
 * `/layer1/layer1.0/relu1/Relu`; the module path is `layer1.0.relu1` (docs/cli.md, `report.json`).
 */

/** Module path of an ONNX node name. A node outside any module keeps its own name, and so do nodes of other exporters. */
export function modulePath(nodeName: string): string {
  const parts = nodeName.split('/').filter((part) => part !== '');
  const modules = parts.slice(0, -1);
  if (modules.length === 0) return parts[0] ?? nodeName;
  // A container's name is repeated in its child's name: `layer1/layer1.0` is the one module `layer1.0`.
  const kept = modules.filter((part, index) => !modules[index + 1]?.startsWith(`${part}.`));
  return kept.join('.');
}
