/** Names of items as a screen reader says them: `layer1.0.relu1, ReLU neuron layer, differential, mt 8 thresholds, percentile 99.9`. */
import type { Graph } from '../../src-shared/contract/index.ts';
import type { LayerSettings } from '../../src-shared/plan/index.ts';
import { mostSpikesOf } from '../../src-shared/units/index.ts';
import { graphTexts } from '../texts/graph.ts';
import { type Badges, hasThresholds } from './model/badges.ts';
import { edgeKey, type EdgeCodings } from './model/codings.ts';
import type { Item } from './model/item.ts';

/** Shape as engineers write it: `16×32×32`. */
export const shapeText = (shape: readonly number[]): string => shape.join('×');

export interface Describing {
  readonly rules: ReadonlyMap<string, Graph['layers'][number]['rule']>;
  readonly settings: ReadonlyMap<string, LayerSettings>;
  readonly codings: EdgeCodings;
}

/** The name of an item without its state (selected, expanded). */
export function describeItem(item: Item, badges: Badges | null, { rules, settings, codings }: Describing): string {
  if (item.kind === 'group') {
    const { label, repeat, nodes } = item;
    const role = repeat
      ? graphTexts.blocksLong(repeat.count, repeat.first, repeat.last)
      : item.role === 'section'
        ? graphTexts.sectionLong
        : graphTexts.moduleLong;
    const layers = badges ? [graphTexts.layers(badges.layers.length), ...summary(badges)] : [];
    return [item.path || label, role, graphTexts.operators(nodes.length), ...layers].join(', ');
  }
  const { node, end, shape } = item;
  if (!node) return `${item.label}, ${(end === 'input' ? graphTexts.inputLong : graphTexts.outputLong)(shapeText(shape))}`;
  const transcoders = node.inputs.flatMap((_, position) => {
    const transcoder = codings.transcoders.get(edgeKey(node.id, position));
    return transcoder ? [graphTexts.transcoderLong(transcoder.from, transcoder.to, position + 1)] : [];
  });
  const used = node.layer === null ? undefined : settings.get(node.layer);
  if (node.layer === null || !used) {
    const form = node.form === 'linear' ? [] : [graphTexts.formLong[node.form]];
    return [node.path, node.op, ...form, ...node.facts, shapeText(shape), ...transcoders].join(', ');
  }
  return [
    node.layer,
    graphTexts.ruleLong[rules.get(node.layer) ?? 'relu'],
    ...settingsWords(used),
    shapeText(shape),
    ...transcoders,
  ].join(', ');
}

/** Settings in words. */
export function settingsWords(settings: LayerSettings): string[] {
  const { coding, neuron, thresholds, threshold, initial, correction } = settings;
  const { mostSpikes } = mostSpikesOf(settings);
  const { method, percentile, of, level, scale, value } = threshold;
  const how =
    value !== undefined
      ? graphTexts.valueLong(String(value))
      : method === 'percentile'
        ? graphTexts.percentileLong(percentile)
        : graphTexts.methodLong[method];
  return [
    coding,
    hasThresholds(neuron) ? graphTexts.thresholdsLong(neuron, String(thresholds)) : neuron,
    ...(mostSpikes === undefined ? [] : [graphTexts.mostSpikesLong(mostSpikes)]),
    of === 'magnitude' && value === undefined ? graphTexts.ofMagnitude(how) : how,
    graphTexts.levelLong(level),
    ...(scale === 1 || value !== undefined ? [] : [graphTexts.scaleLong(scale)]),
    ...(initial === undefined ? [] : [graphTexts.initialLong(initial)]),
    ...(correction === 'mean' ? [graphTexts.correctionLong] : []),
  ];
}

const summary = ({ coding, neuron, threshold }: Badges): string[] => [
  coding ?? graphTexts.differs(graphTexts.fields.coding),
  neuron ?? graphTexts.differs(graphTexts.fields.neuron),
  threshold ?? graphTexts.differs(graphTexts.fields.threshold),
];
