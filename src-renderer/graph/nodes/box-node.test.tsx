// @vitest-environment happy-dom
/** Boxes and frames of nodes as a person sees and uses them. */
import { fireEvent, screen } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { EMPTY_PLAN } from '../../../src-shared/plan/index.ts';
import { onCanvas, openGraph } from '../../testing/open-graph.ts';
import { setWorkbench } from '../../state/index.ts';
import { derivedFrom } from '../../testing/laid-out-scene.ts';
import { show } from '../../testing/show.tsx';
import { scaleOf } from '../model/overlay.ts';
import { collapseAll } from '../state/modules.ts';
import { openAround } from '../state/scene.ts';
import { graphView } from '../state/view-store.ts';
import { BoxNode } from './box-node.tsx';
import { createNodeMaker, type GraphFlowNode, type NodesInput } from './node-data.ts';
import { OpenNode } from './open-node.tsx';

onCanvas();
beforeEach(async () => {
  await openGraph();
  await collapseAll();
});

const MODULE = 'module:layer1';
const NONE: ReadonlySet<string> = new Set();

/** Shows one node as the drawing library would. */
function showNode(id: string, change: Partial<NodesInput> = {}): HTMLElement {
  const scene = graphView().scene!;
  const base = {
    scene,
    derived: derivedFrom(scene.graph, EMPTY_PLAN),
    detail: 'near',
    selection: NONE,
    focus: null,
    found: NONE,
  } as const;
  const all = createNodeMaker()({ ...base, window: scene.layout.boxes.get(scene.tree.root)!, ...change });
  const node = all.find((one) => one.id === id)! as GraphFlowNode;
  const props = { ...node, id, data: node.data, width: node.width } as never;
  const { container } = show(
    node.type === 'open' ? (
      <OpenNode {...(props as object as Parameters<typeof OpenNode>[0])} />
    ) : (
      <BoxNode {...(props as object as Parameters<typeof BoxNode>[0])} />
    ),
  );
  return container.firstElementChild as HTMLElement;
}

describe('a box', () => {
  it('of a neuron layer has name, operator, shape and three badges that say what a press does', () => {
    const box = showNode('/relu/Relu');
    expect(box.querySelector('.graph-line')!.textContent).toBe('reluRelu');
    expect(box.querySelector('.graph-facts')!.textContent).toBe('16×32×32');
    expect(screen.getAllByRole('button').map((button) => button.getAttribute('aria-label'))).toEqual([
      'Coding: differential. Change',
      'Neuron: mt 8. Change',
      'Threshold: p99.9 · channel. Change',
    ]);
  });

  it.each(['coding', 'neuron', 'threshold'] as const)('a press on the badge of its %s opens its choices', (field) => {
    showNode('/relu/Relu').querySelector<HTMLElement>(`[data-field="${field}"]`)!.click();
    expect(graphView().floating).toMatchObject({ kind: 'badge', field, layers: ['relu'] });
  });

  it('a badge is for the whole selection where its layer is part of it', () => {
    setWorkbench({ selection: ['/relu/Relu', '/layer1/0/relu1/Relu'] });
    fireEvent.click(showNode('/relu/Relu').querySelector('[data-field="neuron"]')!);
    expect(graphView().floating).toMatchObject({ layers: ['relu', 'layer1.0.relu1'] });
  });

  it('of an operator without neurons has no badge', () => {
    showNode('/linear/Linear');
    expect(screen.queryAllByRole('button')).toEqual([]);
  });

  it('of a closed module says how many blocks and matches are in it, and opens', async () => {
    const box = showNode(MODULE, { found: new Set(['/layer1/0/conv1/Conv']) });
    expect(box.querySelector('.graph-line')!.textContent).toBe('layer1×31 match');
    const toggle = screen.getByRole('button', { name: 'Expand layer1' });
    expect(toggle.getAttribute('aria-expanded')).toBe('false');
    fireEvent.click(toggle);
    await vi.waitFor(() => expect(graphView().scene!.open.has(MODULE)).toBe(true));
  });

  it('has its value as text, as a colour of the scale, and as the length of a gauge', () => {
    const scene = graphView().scene!;
    const overlay = {
      kind: 'firing-rate',
      fold: 'mean',
      values: new Map([
        ['/relu/Relu', 0.25],
        ['/linear/Linear', 0],
        ['x', 1],
      ]),
    } as const;
    const derived = { ...derivedFrom(scene.graph, EMPTY_PLAN), overlay, scale: scaleOf(overlay, []) };
    const box = showNode('/relu/Relu', { derived });
    expect(box.querySelector('.graph-heat-text')!.textContent).toBe('25.0\u202f%');
    expect(['from', 'to'].map((end) => box.style.getPropertyValue(`--graph-heat-${end}`))).toEqual(['0.0%', '25.0%']);
    expect(box.style.getPropertyValue('--graph-heat-colour')).toBe('var(--heat-1)');
  });
});

describe('the frame of an open module', () => {
  it('has its path, its number of blocks, its badges, and closes', async () => {
    await openAround(['/layer1/0/conv1/Conv']);
    const frame = showNode(MODULE);
    expect(frame.querySelector('.graph-name')!.textContent).toBe('layer1');
    expect(frame.querySelector('.graph-count')!.textContent).toBe('×3');
    const toggle = screen.getByRole('button', { name: 'Collapse layer1' });
    expect(toggle.getAttribute('aria-expanded')).toBe('true');
    fireEvent.click(toggle);
    await vi.waitFor(() => expect(graphView().scene!.open.has(MODULE)).toBe(false));
  });

  it('that is too narrow for badges leaves them out', async () => {
    await openAround(['/layer1/0/conv1/Conv']);
    const narrow = showNode('module:layer1.0');
    expect(graphView().scene!.layout.boxes.get('module:layer1.0')!.width).toBeLessThan(360);
    expect(narrow.querySelector('.graph-badges')).toBeNull();
  });
});
