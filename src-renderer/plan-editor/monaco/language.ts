/** What the editor knows of a plan beyond its schema: names of layers, what a key matches, and the nearest name for one that is wrong. */
import type * as Monaco from 'monaco-editor/editor/editor.api';
import { type LayerSettings, layerSettings, nearest, readPlan } from '../../../src-shared/plan/index.ts';
import { workbench } from '../../state/index.ts';
import { planTexts } from '../../texts/plan-editor.ts';
import { keySuggestions, matchesOf } from '../text/layer-keys.ts';
import { placeAt, type TextPlace } from '../text/place.ts';

type MonacoApi = typeof Monaco;
type Model = Monaco.editor.ITextModel;

/** Most layers that a hover lists. */
const LISTED = 8;

/** Registers completion, hover and quick fixes for the model at `uri`. Once per page. */
export function registerPlanLanguage(monaco: MonacoApi, uri: Monaco.Uri): void {
  const mine = (model: Model): boolean => model.uri.toString() === uri.toString();
  monaco.languages.registerCompletionItemProvider('json', {
    triggerCharacters: ['"', '.', '*'],
    provideCompletionItems: (model, position) => ({ suggestions: mine(model) ? keyCompletions(monaco, model, position) : [] }),
  });
  monaco.languages.registerHoverProvider('json', {
    provideHover: (model, position) => (mine(model) ? keyHover(monaco, model, position) : null),
  });
  monaco.languages.registerCodeActionProvider('json', {
    provideCodeActions: (model, _, { markers }) => ({
      actions: mine(model) ? markers.flatMap((marker) => fixOf(model, marker)) : [],
      dispose: () => {},
    }),
  });
}

const placeOf = (model: Model, position: Monaco.Position): TextPlace => placeAt(model.getValue(), model.getOffsetAt(position));
const isLayerKey = ({ what, path }: TextPlace): boolean => what === 'key' && path.length === 1 && path[0] === 'layers';

function rangeOf(monaco: MonacoApi, model: Model, from: number, to: number): Monaco.Range {
  return monaco.Range.fromPositions(model.getPositionAt(from), model.getPositionAt(to));
}

function keyCompletions(monaco: MonacoApi, model: Model, position: Monaco.Position): Monaco.languages.CompletionItem[] {
  const place = placeOf(model, position);
  const { project, history } = workbench();
  if (!isLayerKey(place) || !project || !history) return [];
  const offset = model.getOffsetAt(position);
  const { from, to } = place.string ?? { from: offset, to: offset };
  const range = rangeOf(monaco, model, from, to);
  const after = model.getValue().slice(to);
  // A key that has a value already keeps it; one in front of another key needs a comma.
  const hasValue = /^\s*:/.test(after);
  const comma = /^\s*"/.test(after) ? ',' : '';
  const taken = history.plan.layers.map(({ key }) => key).filter((key) => key !== place.string?.text);
  return keySuggestions(project.graph.layers, taken).map(({ key, matches }, index) => ({
    label: { label: key, description: matches === 1 ? '' : planTexts.matches(matches) },
    kind: key.includes('*') ? monaco.languages.CompletionItemKind.Folder : monaco.languages.CompletionItemKind.Field,
    filterText: JSON.stringify(key),
    insertText: hasValue ? JSON.stringify(key) : `${JSON.stringify(key)}: { $0 }${comma}`.replaceAll('\\', '\\\\'),
    insertTextRules: monaco.languages.CompletionItemInsertTextRule.InsertAsSnippet,
    sortText: String(index).padStart(6, '0'),
    range,
  }));
}

function keyHover(monaco: MonacoApi, model: Model, position: Monaco.Position): Monaco.languages.Hover | null {
  const place = placeOf(model, position);
  const { project, history } = workbench();
  if (!isLayerKey(place) || !place.string || !project || !history) return null;
  const key = place.string.text;
  const names = matchesOf(key, project.graph.layers);
  const plan = readPlan(model.getValue()).plan ?? history.plan;
  const settings = layerSettings(plan, project.graph.layers);
  const heading = names.length === 0 ? planTexts.matchesNone : planTexts.matches(names.length);
  const list = names.slice(0, LISTED).map((name) => `- \`${name}\`: ${settingsWords(settings.get(name)!)}`);
  const more = names.length > LISTED ? [`- ${planTexts.andMore(names.length - LISTED)}`] : [];
  return {
    range: rangeOf(monaco, model, place.string.from, place.string.to),
    contents: [{ value: `**${escapeMarkdown(key)}** ${heading}` }, { value: [...list, ...more].join('\n') }],
  };
}

/** `differential · mt, n = 8 · percentile 99.9 per channel`. */
function settingsWords({ coding, neuron, thresholds, threshold, initial }: LayerSettings): string {
  const several = neuron.startsWith('mt') || neuron === 'ms';
  const scale = threshold.scale === 1 ? '' : ` × ${threshold.scale}`;
  const of = threshold.of === 'magnitude' ? ' of |x|' : '';
  const statistic = `${threshold.method === 'percentile' ? `percentile ${threshold.percentile}` : threshold.method}${of}`;
  const theta = threshold.value === undefined ? `${statistic}${scale} per ${threshold.level}` : `θ = ${threshold.value}`;
  return `${coding} · ${neuron}${several ? `, n = ${thresholds}` : ''} · ${theta}${initial === undefined ? '' : ` · m₀ = ${initial} θ`}`;
}

const escapeMarkdown = (text: string): string => text.replaceAll(/[\\`*_{}[\]()#+\-.!|<>]/g, '\\$&');

/** For a key that matches nothing: the nearest name in its place. */
function fixOf(model: Model, marker: Monaco.editor.IMarkerData): Monaco.languages.CodeAction[] {
  const { project } = workbench();
  if (marker.code !== 'plan.unknown-layer' || !project) return [];
  const { startLineNumber, startColumn, endLineNumber, endColumn } = marker;
  const range = { startLineNumber, startColumn, endLineNumber, endColumn };
  const { string } = placeAt(model.getValue(), model.getOffsetAt({ lineNumber: startLineNumber, column: startColumn }));
  const names = project.graph.layers.map(({ name }) => name);
  const name = string && nearest(string.text, names);
  if (!name) return [];
  return [
    {
      title: planTexts.useNearest(name),
      kind: 'quickfix',
      isPreferred: true,
      diagnostics: [marker],
      edit: { edits: [{ resource: model.uri, versionId: undefined, textEdit: { range, text: JSON.stringify(name) } }] },
    },
  ];
}
