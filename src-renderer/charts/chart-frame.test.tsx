// @vitest-environment happy-dom
/** The frame around a chart: what is copied and saved, and the table in its place. */
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { setWorkbench, workbench } from '../state/index.ts';
import { ChartFrame } from './index.ts';

let copied: string[] = [];
let written: Record<string, Blob>[] = [];
let saved: { readonly name: string; readonly blob: Blob }[] = [];

beforeAll(() => {
  vi.stubGlobal('fetch', () => Promise.resolve({ arrayBuffer: () => Promise.resolve(new ArrayBuffer(4)) }));
  vi.stubGlobal(
    'ClipboardItem',
    class {
      static supports = (): boolean => true;
      readonly items: Record<string, Blob>;
      constructor(items: Record<string, Blob>) {
        this.items = items;
      }
    },
  );
  vi.spyOn(navigator.clipboard, 'writeText').mockImplementation((text) => Promise.resolve(void copied.push(text)));
  vi.spyOn(navigator.clipboard, 'write').mockImplementation((items) => {
    for (const item of items) written.push((item as unknown as { items: Record<string, Blob> }).items);
    return Promise.resolve();
  });
  const blobs = new Map<string, Blob>();
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
    blobs.set(`blob:${blobs.size}`, blob as Blob);
    return `blob:${blobs.size - 1}`;
  });
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    saved.push({ name: this.download, blob: blobs.get(this.href)! });
  });
});
beforeEach(() => {
  [copied, written, saved] = [[], [], []];
  setWorkbench({ notices: [] });
});
afterEach(cleanup);
afterAll(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const table = () => ({
  columns: [{ title: 'layer' }, { title: 'energy (pJ)', format: (pj: number) => `${pj} pJ` }],
  rows: [
    ['conv "1", a', 12.5],
    ['conv2', null],
  ],
});

async function choose(item: string): Promise<void> {
  fireEvent.keyDown(screen.getByRole('button', { name: /^Energy <all>, pJ: copy/ }), { key: 'Enter' });
  fireEvent.click(await screen.findByRole(/table/.test(item) ? 'menuitemcheckbox' : 'menuitem', { name: item }));
}

const framed = (svg?: () => string) =>
  render(
    <ChartFrame title="Energy <all>, pJ" table={table} svg={svg}>
      <svg width="100" height="50">
        <path d="M0 0H10" style={{ stroke: '#123456' }} />
      </svg>
    </ChartFrame>,
  );
const said = () => workbench().notices.map(({ message }) => message);

it('copies and saves the figures as CSV, with all digits', async () => {
  framed();
  await choose('Copy as CSV');
  await waitFor(() => expect(copied).toEqual(['layer,energy (pJ)\n"conv ""1"", a",12.5\nconv2,']));
  await choose('Save as CSV');
  await waitFor(() => expect(saved.map(({ name }) => name)).toEqual(['chart-energy-all-pj.csv']));
  expect(said()).toEqual(['Energy <all>, pJ: copied as CSV', 'chart-energy-all-pj.csv: handed to the browser’s downloads']);
});

it('copies the drawing with its looks, its title and the font', async () => {
  framed();
  await choose('Copy as SVG');
  await waitFor(() => expect(written).toHaveLength(1));
  const svg = await written[0]!['text/plain']!.text();
  expect(svg).toContain('<title>Energy &lt;all>, pJ</title>');
  expect(svg).toContain('@font-face');
  expect(svg).toMatch(/<path[^>]*stroke="#123456"/);
  expect(svg).not.toMatch(/ style="| class="|var\(/);
});

it('takes the drawing from elsewhere if it is not in the frame, and leaves nothing on the page', async () => {
  framed(() => '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><circle r="3"/></svg>');
  await choose('Save as SVG');
  await waitFor(() => expect(saved).toHaveLength(1));
  expect(await saved[0]!.blob.text()).toContain('<circle');
  expect(document.querySelector('.chart-aside')).toBeNull();
});

it('shows the figures instead of the drawing, within reach of the keyboard', async () => {
  framed();
  await choose('Show as table');
  const group = await screen.findByRole('group', { name: 'Energy <all>, pJ: table' });
  expect(group.tabIndex).toBe(0);
  expect(
    within(group)
      .getAllByRole('row')
      .map(({ textContent }) => textContent),
  ).toEqual(['layerenergy (pJ)', 'conv "1", a12.5 pJ', 'conv2–']);
  await choose('Show as table');
  await waitFor(() => expect(screen.queryByRole('table')).toBeNull());
});
