/** Everything that can be done in the graph, as commands. */
import {
  type Coding,
  CODINGS,
  isLeaky,
  MOST_THRESHOLDS,
  NEURONS,
  type SettingsField,
  THRESHOLD_LEVELS,
  THRESHOLD_OF,
  THRESHOLD_METHODS,
} from '../../src-shared/plan/index.ts';
import { defineCommand } from '../commands/index.ts';
import { resetSettings, setNetworkCoding, setSetting } from '../layer-settings/index.ts';
import {
  attempt,
  closeDifference,
  graphShown,
  OVERLAYS,
  planDifferenceOf,
  RUN_CHANGES,
  SENSITIVITIES,
  sensitivityOf,
  setWorkbench,
  workbench,
  type WorkbenchState,
} from '../state/index.ts';
import { graphTexts } from '../texts/graph.ts';
import { nameOf } from './edit/menu-entries.ts';
import { findStep, openFind } from './find/find.ts';
import { itemOf } from './model/item.ts';
import { copyPicture, PICTURES, savePicture } from './picture/pictures.ts';
import { cameraNow, zoomBy } from './state/camera.ts';
import { selectedNames } from './state/edit.ts';
import { editFocused } from './state/floating.ts';
import { focusCanvas } from './state/keyboard-focus.ts';
import { collapseAll, collapseCurrent, expandAll, expandCurrent, goUp } from './state/modules.ts';
import { showWhole } from './state/scene.ts';
import {
  selectAllLayers,
  selectInside,
  selectLike,
  selectNodes,
  selectType,
  showNextDifference,
  zoomToSelection,
} from './state/select.ts';
import { graphView, setGraphView } from './state/view-store.ts';

const texts = graphTexts.commands;
const ZOOM_STEP = 1.25;

const hasGraph = (state: WorkbenchState): boolean => graphShown(state) !== undefined;
const hasProject = ({ project }: WorkbenchState): boolean => project !== null;
const hasSelection = ({ selection }: WorkbenchState): boolean => selection.length > 0;
/** A neuron layer is selected, and the plan can be changed. */
const hasLayers = ({ project, selection }: WorkbenchState): boolean => {
  if (!project || project.readOnly !== null || selection.length === 0) return false;
  const chosen = new Set(selection);
  return project.graph.layers.some(({ node }) => chosen.has(node));
};

const define = (
  id: string,
  title: string,
  run: () => void,
  keys: readonly string[] = [],
  when: (state: WorkbenchState) => boolean = hasGraph,
): void => void defineCommand({ id: `graph.${id}`, title, run, keys, when });

/** The node that was selected last. */
const withLast = (action: (node: string) => void) => (): void => {
  const last = workbench().selection.at(-1);
  if (last !== undefined) action(last);
};

const setSelected = (field: SettingsField, value: string | number): void => setSetting('graph', selectedNames(), field, value);

define('fit', texts.fit, showWhole, ['F', 'Mod+0']);
define('zoom-in', texts.zoomIn, () => zoomBy(ZOOM_STEP), ['Mod+=', 'Mod++', '=']);
define('zoom-out', texts.zoomOut, () => zoomBy(1 / ZOOM_STEP), ['Mod+-', '-']);
define('actual-size', texts.actualSize, () => zoomBy(1 / cameraNow().viewport.zoom), ['Mod+1']);
define('zoom-to-selection', texts.zoomToSelection, zoomToSelection, ['Shift+F'], hasSelection);
define('focus', texts.focus, focusCanvas, ['Mod+Shift+G']);

define('find', texts.find, openFind, ['Mod+F']);
define('find-next', texts.findNext, () => findStep(1), ['F3']);
define('find-previous', texts.findPrevious, () => findStep(-1), ['Shift+F3']);

define('select-all', texts.selectAll, selectAllLayers, ['Mod+A']);
define('select-none', texts.selectNone, () => selectNodes([]), [], hasSelection);
define('select-like', texts.selectLike, withLast(selectLike), ['L'], hasSelection);
define('select-type', texts.selectType, withLast(selectType), ['Shift+L'], hasSelection);
define('select-by-name', texts.selectGlob, () => setGraphView({ floating: { kind: 'glob' } }), ['Mod+Shift+F']);
define('select-inside', texts.selectInside, selectInside, ['M']);

define('expand', texts.expand, expandCurrent, [']']);
define('collapse', texts.collapse, () => void collapseCurrent(), ['[']);
define('expand-all', texts.expandAll, () => void expandAll(), ['Mod+]']);
define('collapse-all', texts.collapseAll, () => void collapseAll(), ['Mod+[']);
define('up', texts.up, goUp, ['U']);

define('edit-coding', texts.editCoding, () => editFocused('coding'), ['C'], hasLayers);
define('edit-neuron', texts.editNeuron, () => editFocused('neuron'), ['N'], hasLayers);
define('edit-threshold', texts.editThreshold, () => editFocused('threshold'), ['T'], hasLayers);
define('reset', texts.reset, () => resetSettings('graph', selectedNames()), ['Shift+R'], hasLayers);
define('copy-name', texts.copyName, copyName, ['Mod+Shift+C'], hasSelection);

for (const coding of CODINGS) {
  const run = isLeaky(coding) ? () => setNetworkCoding('graph', coding) : () => setSelected('coding', coding);
  const title = isLeaky(coding) ? texts.networkCoding(coding) : texts.coding(coding);
  define(`coding-${coding}`, title, run, [], isLeaky(coding) ? hasProject : hasLayers);
}
for (const coding of CODINGS.filter((one: Coding) => !isLeaky(one))) {
  define(`network-${coding}`, texts.networkCoding(coding), () => setNetworkCoding('graph', coding), [], hasProject);
}
for (const neuron of NEURONS) {
  define(`neuron-${neuron}`, texts.neuron(neuron), () => setSelected('neuron', neuron), [], hasLayers);
}
for (let count = 1; count <= MOST_THRESHOLDS; count++) {
  define(`thresholds-${count}`, texts.count(count), () => setSelected('thresholds', count), [], hasLayers);
}
for (const method of THRESHOLD_METHODS) {
  define(`method-${method}`, texts.method(method), () => setSelected('threshold.method', method), [], hasLayers);
}
for (const of of THRESHOLD_OF) {
  define(`of-${of}`, texts.of(of), () => setSelected('threshold.of', of), [], hasLayers);
}
for (const level of THRESHOLD_LEVELS) {
  define(`level-${level}`, texts.level(level), () => setSelected('threshold.level', level), [], hasLayers);
}

OVERLAYS.forEach((overlay, index) => {
  define(`overlay-${overlay}`, texts.overlay(graphTexts.overlays[overlay]), () => setWorkbench({ overlay }), [`Alt+${index}`]);
});

for (const overlay of RUN_CHANGES) {
  const hasRuns = ({ shownDifference }: WorkbenchState): boolean => (shownDifference?.comparison ?? null) !== null;
  define(`overlay-${overlay}`, texts.overlay(graphTexts.overlays[overlay]), () => setWorkbench({ overlay }), [], hasRuns);
}
for (const overlay of SENSITIVITIES) {
  const hasTable = (state: WorkbenchState): boolean => sensitivityOf(state) !== null;
  define(`overlay-${overlay}`, texts.overlay(graphTexts.overlays[overlay]), () => setWorkbench({ overlay }), [], hasTable);
}
const hasDifferences = (state: WorkbenchState): boolean => (planDifferenceOf(state)?.layers.size ?? 0) > 0;
define('difference-next', texts.nextDifference, showNextDifference, ['D'], hasDifferences);
define(
  'difference-close',
  texts.closeDifference,
  closeDifference,
  ['Shift+D'],
  ({ shownDifference }) => shownDifference !== null,
);

for (const picture of PICTURES) {
  const { copy, save, of } = graphTexts.picture;
  define(`copy-${picture}`, texts.picture(copy, of[picture]), () => void copyPicture(picture));
  define(`save-${picture}`, texts.picture(save, of[picture]), () => void savePicture(picture));
}

/** Name of what has the keyboard; of the last selected node otherwise. */
function copyName(): void {
  const { scene, focus } = graphView();
  const id = focus ?? workbench().selection.at(-1);
  if (!scene || id === undefined) return;
  attempt(() => navigator.clipboard.writeText(nameOf(itemOf(scene.tree, id))));
}
