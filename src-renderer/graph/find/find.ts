/** Going through what the find bar finds. */
import { graphShown, planInUse, workbench } from '../../state/index.ts';
import { findIn } from '../derived.ts';
import { showNode } from '../state/select.ts';
import { graphView, setGraphView } from '../state/view-store.ts';
import { focusCanvas } from '../state/keyboard-focus.ts';

export const openFind = (): void => setGraphView({ find: graphView().find ?? { text: '', at: 0 } });

/** Closes the find bar; the keyboard goes back to the graph. */
export function closeFind(): void {
  setGraphView({ find: null });
  focusCanvas();
}

/** Shows the next match (1) or the one before (−1), from the last to the first and back. */
export function findStep(by: 1 | -1): void {
  const { find } = graphView();
  const graph = graphShown(workbench());
  if (!graph) return;
  if (!find) return openFind();
  const { nodes } = findIn(graph, planInUse().settings, find.text);
  if (nodes.length === 0) return;
  const first = find.at === 0 && by === -1 ? nodes.length : find.at + by;
  const at = ((first - 1 + nodes.length) % nodes.length) + 1;
  setGraphView({ find: { ...find, at } });
  void showNode(nodes[at - 1]!);
}
