import { expect, it } from 'vitest';
import { filterNodes, type InspectedNode } from './node-filter.ts';

const nodes: readonly InspectedNode[] = [
  { name: '/conv1/Conv', type: 'Conv', status: 'native', into: ['Conv'] },
  { name: '/relu/Relu', type: 'Relu', status: 'native', into: ['Relu'], layers: ['relu'] },
  { name: '/a/Foo', type: 'Foo', status: 'blocked', into: [], why: 'Foo has no spiking form; replace it' },
  { name: '/b/Bar', type: 'Bar', status: 'blocked', into: [], why: 'Bar is unknown' },
  { name: '/c/Foo', type: 'Foo', status: 'blocked', into: [], why: 'Foo has no spiking form; replace it' },
];

it('shows nodes of a status that hold every word', () => {
  const names = (status: Parameters<typeof filterNodes>[1], text: string) =>
    filterNodes(nodes, status, text).map(({ name }) => name);
  expect(names('all', '')).toHaveLength(5);
  expect(names('native', '')).toEqual(['/conv1/Conv', '/relu/Relu']);
  expect(names('all', 'RELU')).toEqual(['/relu/Relu']);
  expect(names('blocked', 'foo /c')).toEqual(['/c/Foo']);
  expect(names('native', 'foo')).toEqual([]);
});
