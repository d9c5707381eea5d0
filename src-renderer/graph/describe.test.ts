/** Names that screen readers say. */
import { describe, expect, it } from 'vitest';
import { defaultSettings, EMPTY_PLAN } from '../../src-shared/plan/index.ts';
import { bigResidual } from '../testing/big-graph.ts';
import { describeItem } from './describe.ts';
import { badgesOf } from './model/badges.ts';
import { edgeCodings } from './model/codings.ts';
import { itemOf } from './model/item.ts';
import { buildModuleTree } from './model/module-tree.ts';

const graph = bigResidual(60);
const tree = buildModuleTree(graph);
const settings = new Map(graph.layers.map(({ name, rule }) => [name, defaultSettings(rule)]));
const describing = {
  rules: new Map(graph.layers.map(({ name, rule }) => [name, rule])),
  settings,
  codings: edgeCodings(graph, EMPTY_PLAN, settings),
};

describe('a name', () => {
  it('of a neuron layer says its rule and settings', () => {
    const item = itemOf(tree, 'layer1.0.relu1/Relu');
    expect(describeItem(item, badgesOf(['layer1.0.relu1'], settings), describing)).toBe(
      'layer1.0.relu1, ReLU neuron layer, differential, mt 8 thresholds, percentile 99.9, per channel, 64×32×32',
    );
  });

  it('of an operator says what it is and its facts', () => {
    expect(describeItem(itemOf(tree, 'layer1.0.conv1/Conv'), null, describing)).toBe(
      'layer1.0.conv1, Conv, 3×3, pad 1, 64×32×32',
    );
  });

  it('of a module says how much is inside', () => {
    const names = [...settings.keys()].filter((name) => name.startsWith('layer1.'));
    expect(describeItem(itemOf(tree, 'module:layer1'), badgesOf(names, settings), describing)).toBe(
      'layer1, module, 13 operators, 4 neuron layers, differential, mt 8, p99.9 · channel',
    );
  });

  it('of the ends says which end', () => {
    expect(describeItem(itemOf(tree, 'input'), null, describing)).toBe('input, network input, 3×32×32');
  });
});
