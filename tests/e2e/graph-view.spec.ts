/** The view of the graph: its middle stays in the middle, a node that is gone to lies clear of bars and map, Fit shows all. */
import { copyFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { prepared } from './support/files.ts';
import { expect, test } from './support/test.ts';
import { goToLayer, graphOf, inspector, nodeOf, openProject } from './support/workbench.ts';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const canvasOf = (page: Page): Locator => page.locator('.graph-canvas');
const boxOf = async (locator: Locator): Promise<Box> => (await locator.boundingBox())!;
const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width - 1 && b.x < a.x + a.width - 1 && a.y < b.y + b.height - 1 && b.y < a.y + a.height - 1;

/** Neuron layers of the example, in the order of the network. */
const RELUS = [
  'relu',
  ...[1, 2, 3].flatMap((stage) => [0, 1, 2].flatMap((block) => [1, 2].map((relu) => `layer${stage}.${block}.relu${relu}`))),
];

/** Two pictures and a layout later. */
async function atRest(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  await expect(canvasOf(page)).toHaveAttribute('aria-busy', 'false');
}

/** Distance of a node from the middle of the canvas, across and down, in px. */
async function fromMiddle(page: Page, node: Locator): Promise<readonly [number, number]> {
  await atRest(page);
  const [own, canvas] = [await boxOf(node), await boxOf(canvasOf(page))];
  return [
    Math.round(own.x + own.width / 2 - canvas.x - canvas.width / 2),
    Math.round(own.y + own.height / 2 - canvas.y - canvas.height / 2),
  ];
}

async function expectNear(page: Page, node: Locator, [x, y]: readonly [number, number]): Promise<void> {
  await expect
    .poll(async () => {
      const [nowX, nowY] = await fromMiddle(page, node);
      return Math.max(Math.abs(nowX - x), Math.abs(nowY - y));
    })
    .toBeLessThanOrEqual(2);
}

test('what is in the middle stays there when the window, a panel or all modules change size', async ({ page, host, example }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openProject(page, host, example);
  await goToLayer(page, 'layer3.0.relu1');
  const node = nodeOf(page, 'layer3.0.relu1');
  const place = await fromMiddle(page, node);

  for (const [width, height] of [
    [1000, 700],
    [1600, 900],
    [1280, 800],
  ] as const) {
    await page.setViewportSize({ width, height });
    await expectNear(page, node, place);
  }
  for (const key of ['Control+j', 'Control+b', 'Control+b', 'Control+j']) {
    await page.keyboard.press(key);
    await expectNear(page, node, place);
  }
  const separator = page.getByRole('separator', { name: 'Width of the inspector' });
  const at = await boxOf(separator);
  await page.mouse.move(at.x, at.y + 100);
  await page.mouse.down();
  await page.mouse.move(at.x - 120, at.y + 100, { steps: 4 });
  await page.mouse.up();
  await expectNear(page, node, place);

  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  const { id, ...before } = await middleNode(page);
  await page.getByRole('button', { name: 'Expand all modules' }).click();
  await expect(graphOf(page).getByRole('button', { name: /^Expand / })).toHaveCount(0);
  await atRest(page);
  const after = (await nodesFromMiddle(page)).find((one) => one.id === id)!;
  expect(Math.abs(after.x - before.x)).toBeLessThanOrEqual(2);
  expect(Math.abs(after.y - before.y)).toBeLessThanOrEqual(2);
});

/** Of every node in the page: the middle of its upper edge, from the middle of the canvas, and the distance of its box from there. */
const nodesFromMiddle = (page: Page): Promise<{ id: string; open: boolean; x: number; y: number; off: number }[]> =>
  page.locator('.graph-canvas').evaluate((canvas) => {
    const own = canvas.getBoundingClientRect();
    const [middleX, middleY] = [own.x + own.width / 2, own.y + own.height / 2];
    return [...canvas.querySelectorAll<HTMLElement>('.react-flow__node')].map((node) => {
      const { left, right, top, bottom } = node.getBoundingClientRect();
      return {
        id: node.dataset.id!,
        open: node.querySelector('.graph-frame') !== null,
        x: (left + right) / 2 - middleX,
        y: top - middleY,
        off: Math.hypot(Math.max(left - middleX, 0, middleX - right), Math.max(top - middleY, 0, middleY - bottom)),
      };
    });
  });

/** The node nearest to the middle that is no open module. */
async function middleNode(page: Page): Promise<{ id: string; x: number; y: number }> {
  await atRest(page);
  const [nearest] = (await nodesFromMiddle(page)).filter(({ open }) => !open).toSorted((a, b) => a.off - b.off);
  return nearest!;
}

test('what is gone to or found lies clear of bars, legend and map', async ({ page, host, example }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openProject(page, host, example);
  const expectClear = async (name: string): Promise<void> => {
    await atRest(page);
    const node = await boxOf(nodeOf(page, name));
    const canvas = await boxOf(canvasOf(page));
    expect(node.x, `${name}: left`).toBeGreaterThanOrEqual(canvas.x);
    expect(node.y, `${name}: top`).toBeGreaterThanOrEqual(canvas.y);
    expect(node.x + node.width, `${name}: right`).toBeLessThanOrEqual(canvas.x + canvas.width + 1);
    expect(node.y + node.height, `${name}: bottom`).toBeLessThanOrEqual(canvas.y + canvas.height + 1);
    for (const floating of ['.graph-find', '.graph-legend', '.graph-minimap']) {
      const [one] = await page.locator(floating).all();
      if (one && (await one.isVisible())) expect(overlap(node, await boxOf(one)), `${name} lies below ${floating}`).toBe(false);
    }
  };
  for (const size of [
    { width: 1280, height: 800 },
    { width: 900, height: 600 },
  ]) {
    await page.setViewportSize(size);
    await page.keyboard.press('Alt+2');
    await goToLayer(page, 'relu');
    for (const layer of ['layer1.0.relu1', 'layer3.2.relu2', 'layer2.0.relu2', 'layer3.0.relu1', 'relu']) {
      await goToLayer(page, layer);
      await expectClear(layer);
    }
    await page.keyboard.press('Control+f');
    const find = page.getByRole('search', { name: 'Find in the graph' });
    await find.getByRole('textbox').fill('op:Relu');
    await expect(find).toContainText('19 found');
    for (const [index, name] of RELUS.entries()) {
      await page.keyboard.press('Enter');
      await expect(find).toContainText(`${index + 1} of 19`);
      await expect(inspector(page).getByRole('heading', { name, exact: true })).toBeVisible();
      await expect(nodeOf(page, name)).toBeVisible();
      await expectClear(name);
    }
    await page.keyboard.press('Escape');
  }
});

/** Place and zoom of the drawing now. */
const viewportOf = (page: Page): Promise<string> =>
  page.locator('.graph-canvas .react-flow__viewport').evaluate((element) => (element as HTMLElement).style.transform);

test('Fit shows all of a network, however long, clear of legend and map', async ({ page, host, example, folders }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const large = folders.at('large.spikeloom');
  copyFileSync(prepared.large, large);
  for (const path of [example, large]) {
    await openProject(page, host, path);
    for (const size of [
      { width: 1280, height: 800 },
      { width: 900, height: 600 },
    ]) {
      for (const all of ['Expand all modules', 'Collapse all modules']) {
        await page.setViewportSize(size);
        await page.getByRole('button', { name: all }).click();
        await atRest(page);
        await graphOf(page).focus();
        await page.keyboard.press('f');
        await atRest(page);
        // The first and the last item have elements while they have the keyboard, at every zoom.
        for (const key of ['Home', 'End']) {
          await canvasOf(page).focus();
          await page.keyboard.press('f');
          await atRest(page);
          const place = await viewportOf(page);
          await page.keyboard.press(key);
          await atRest(page);
          expect(await viewportOf(page), `${all}, ${size.width}, ${key}: was in view`).toBe(place);
          const node = await boxOf(page.locator('.graph-canvas .react-flow__node[tabindex="0"]'));
          const canvas = await boxOf(canvasOf(page));
          expect(node.y).toBeGreaterThanOrEqual(canvas.y);
          expect(node.y + node.height).toBeLessThanOrEqual(canvas.y + canvas.height);
          for (const floating of ['.graph-legend', '.graph-minimap']) {
            const [one] = await page.locator(floating).all();
            if (one && (await one.isVisible())) expect(overlap(node, await boxOf(one)), `${floating}, ${key}`).toBe(false);
          }
        }
      }
    }
  }
});
