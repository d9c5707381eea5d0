// @vitest-environment happy-dom
/** The graph as a whole: what it says while there is nothing to draw, where drawing fails, and that it draws what it has. */
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { INITIAL, setWorkbench, useWorkbench, workbench } from '../state/index.ts';
import { draftGraph } from '../testing/big-graph.ts';
import { WorkerOnPage } from '../testing/open-graph.ts';
import { openWindow } from '../testing/scripted-services.ts';
import { show } from '../testing/show.tsx';
import { EMPTY_VIEW, graphView, setGraphView, useGraphView } from './state/view-store.ts';

vi.stubGlobal('Worker', WorkerOnPage);
vi.stubGlobal(
  'Path2D',
  class {
    addPath(): void {}
  },
);
const { GraphEditor } = await import('./graph-editor.tsx');

beforeAll(() => {
  // Ids of nodes are looked up by a selector.
  if (!('CSS' in globalThis)) vi.stubGlobal('CSS', { escape: (text: string) => text.replace(/[^\w-]/g, '\\$&') });
});
afterAll(() => void vi.unstubAllGlobals());
beforeEach(() => {
  useWorkbench.setState(INITIAL);
  useGraphView.setState(EMPTY_VIEW);
});

const region = () => within(screen.getByRole('region', { name: 'Graph of the network' }));

describe('the graph', () => {
  it('says that it is being laid out until it is there', () => {
    show(<GraphEditor />);
    expect(region().getByRole('status').textContent).toBe('Laying out the graph…');
  });

  it('of a network without operators says so, and what to do', () => {
    setWorkbench({
      looked: { name: 'x', graph: { input: { id: 'i', name: 'i', shape: [1] }, outputs: [], nodes: [], layers: [] } },
    });
    show(<GraphEditor />);
    expect(region().getByText('This network has no operators')).toBeTruthy();
    expect(region().queryByRole('status')).toBeNull();
  });

  it('that cannot be laid out says why, and is laid out once more', async () => {
    const draft = draftGraph();
    const graph = draft.done(draft.add('Conv', 'a', ['input']));
    const error = { code: 'internal', message: 'The graph could not be laid out: out of memory. Try again.' } as never;
    setWorkbench({ looked: { name: 'x', graph } });
    show(<GraphEditor />);
    await waitFor(() => expect(graphView().scene).not.toBeNull());
    act(() => setGraphView({ error }));
    const alert = within(region().getByRole('alert'));
    expect(alert.getByText(/out of memory/)).toBeTruthy();
    fireEvent.click(alert.getByRole('button', { name: 'Back to the graph as it was' }));
    expect(region().queryByRole('alert')).toBeNull();
    expect(document.querySelector('.graph-canvas')).not.toBeNull();
  });

  it('shows the network of the open project, with what it says to a screen reader', async () => {
    await openWindow();
    show(<GraphEditor />);
    await waitFor(() => expect(graphView().scene?.graph).toBe(workbench().project!.graph));
    expect(region().getByRole('group', { name: 'Graph of the network' }).tabIndex).toBe(0);
    expect(region().getByRole('region', { name: 'Legend' })).toBeTruthy();
    act(() => setGraphView({ said: 'layer1 expanded, 3 parts' }));
    expect(document.querySelector('[aria-live="polite"].visually-hidden')!.textContent).toBe('layer1 expanded, 3 parts');
  });

  it('a click beside everything gives the selection up; with Shift it stays', async () => {
    await openWindow();
    show(<GraphEditor />);
    await waitFor(() => expect(document.querySelector('.graph-canvas')).not.toBeNull());
    act(() => setWorkbench({ selection: ['/relu/Relu'] }));
    const canvas = document.querySelector('.graph-canvas')!;
    fireEvent.click(canvas, { clientX: 90_000, clientY: 90_000, shiftKey: true });
    expect(workbench().selection).toEqual(['/relu/Relu']);
    fireEvent.click(canvas, { clientX: 90_000, clientY: 90_000 });
    expect(workbench().selection).toEqual([]);
    fireEvent.contextMenu(canvas, { clientX: 90_000, clientY: 90_000 });
    expect(graphView().floating).toMatchObject({ kind: 'menu', item: null });
  });

  it('a click on a block selects it, a menu on it keeps a selection that it is part of', async () => {
    await openWindow();
    show(<GraphEditor />);
    await waitFor(() => expect(document.querySelector('.graph-canvas')).not.toBeNull());
    const canvas = document.querySelector('.graph-canvas')!;
    const { x, y, width, height } = graphView().scene!.layout.boxes.get('/relu/Relu')!;
    const { cameraNow } = await import('./state/camera.ts');
    const { viewport } = cameraNow();
    const at = {
      clientX: (x + width / 2) * viewport.zoom + viewport.x,
      clientY: (y + height / 2) * viewport.zoom + viewport.y,
    };
    fireEvent.click(canvas, at);
    expect([workbench().selection, graphView().focus]).toEqual([['/relu/Relu'], '/relu/Relu']);
    act(() => setWorkbench({ selection: ['/relu/Relu', '/conv1/Conv'] }));
    fireEvent.contextMenu(canvas, at);
    expect(workbench().selection).toEqual(['/relu/Relu', '/conv1/Conv']);
    expect(graphView().floating).toMatchObject({ kind: 'menu', item: '/relu/Relu' });
    act(() => setGraphView({ floating: null }));
    fireEvent.click(canvas, { ...at, ctrlKey: true });
    expect(workbench().selection).toEqual(['/conv1/Conv']);
  });
});
