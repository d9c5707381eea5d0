/** Queries of the find bar. */
import { describe, expect, it } from 'vitest';
import { defaultSettings, type LayerSettings, mergeSettings } from '../../../src-shared/plan/index.ts';
import { draftGraph } from '../../testing/big-graph.ts';
import { readQuery } from './search.ts';

const draft = draftGraph();
const conv = draft.add('Conv', 'layer1.0.conv1', ['input']);
const relu = draft.add('Relu', 'layer1.0.relu1', [conv]);
const graph = draft.done(draft.add('Relu', 'layer2.0.relu1', [relu]));
const rate = mergeSettings(defaultSettings('relu'), { coding: 'rate', thresholds: 4, threshold: { value: 2 } });
const settings = new Map<string, LayerSettings>([
  ['layer1.0.relu1', defaultSettings('relu')],
  ['layer2.0.relu1', rate],
]);

function find(text: string): string[] {
  const query = readQuery(text);
  if (!query || 'problem' in query) throw new Error(`${text} is no query`);
  return graph.nodes.filter((node) => query.matches(node, settings.get(node.layer ?? ''))).map(({ path }) => path);
}

describe('a query', () => {
  it.each([
    ['relu', ['layer1.0.relu1', 'layer2.0.relu1']],
    ['RELU layer2', ['layer2.0.relu1']],
    ['layer1.*', ['layer1.0.conv1', 'layer1.0.relu1']],
    ['layer?.0.conv1', ['layer1.0.conv1']],
    ['op:conv', ['layer1.0.conv1']],
    ['op:*e*', ['layer1.0.relu1', 'layer2.0.relu1']],
    ['coding:rate', ['layer2.0.relu1']],
    ['n:4', ['layer2.0.relu1']],
    ['n:8 neuron:mt level:channel', ['layer1.0.relu1']],
    ['method:value', ['layer2.0.relu1']],
    ['method:percentile', ['layer1.0.relu1']],
    ['form:neuron layer1', ['layer1.0.relu1']],
    ['coding:leaky-rate', []],
  ])('%s', (text, paths) => {
    expect(find(text)).toEqual(paths);
  });

  it('that is empty is none; a key that is not known is named', () => {
    expect(readQuery('  ')).toBeNull();
    expect(readQuery('relu colour:red')).toEqual({ problem: 'colour' });
  });
});
