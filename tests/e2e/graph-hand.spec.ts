/** A hand at the graph and its panels: presses any button in small windows, opens menus, copies pictures, reads weights. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { contrast } from '../../src-shared/theme/heat.ts';
import { dropFile } from './support/drop.ts';
import { SCREENSHOTS } from './support/files.ts';
import { blockedModel } from './support/models.ts';
import { expect, test } from './support/test.ts';
import {
  goToLayer,
  graphOf,
  inspector,
  openProject,
  openStart,
  panel,
  PATIENCE,
  runButton,
  untilOpen,
} from './support/workbench.ts';

/** Buttons that a person sees and cannot press, since another element lies over their middle; each with that element. */
const covered = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const nameOf = (element: Element): string =>
      `${element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 40) ?? ''} (${element.className.toString().slice(0, 60)})`;
    /** The part of an element that its own scrolling ancestors show. */
    const shown = (element: Element): DOMRect | null => {
      let { left, top, right, bottom } = element.getBoundingClientRect();
      for (let around = element.parentElement; around; around = around.parentElement) {
        const style = getComputedStyle(around);
        if (!/(auto|scroll|hidden|clip)/.test(style.overflow + style.overflowX + style.overflowY)) continue;
        const box = around.getBoundingClientRect();
        left = Math.max(left, box.left);
        top = Math.max(top, box.top);
        right = Math.min(right, box.right);
        bottom = Math.min(bottom, box.bottom);
      }
      right = Math.min(right, innerWidth);
      bottom = Math.min(bottom, innerHeight);
      return right - left > 4 && bottom - top > 4 ? new DOMRect(left, top, right - left, bottom - top) : null;
    };
    return [...document.querySelectorAll('button, [role="button"], [role="tab"], [role="combobox"], input')].flatMap((button) => {
      // A button in the drawing goes where the drawing goes: moving the drawing uncovers it.
      if (button.closest('.graph-canvas, [inert], [hidden]') || !button.checkVisibility({ visibilityProperty: true })) return [];
      if (button.closest('.visually-hidden') || button.matches('.visually-hidden')) return [];
      const box = button.getBoundingClientRect();
      const seen = shown(button);
      if (box.width === 0 || box.height === 0) return [];
      // Scrolled out of a list it is reached by scrolling; cut off by a bar it is not.
      const scrolls = (() => {
        for (let around = button.parentElement; around; around = around.parentElement) {
          const { overflowX, overflowY } = getComputedStyle(around);
          if (
            /auto|scroll/.test(overflowX + overflowY) &&
            (around.scrollHeight > around.clientHeight || around.scrollWidth > around.clientWidth)
          )
            return true;
        }
        return false;
      })();
      if (!seen) return scrolls ? [] : [`${nameOf(button)} is cut off`];
      if (!scrolls && (seen.width < box.width / 2 || seen.height < box.height / 2)) return [`${nameOf(button)} is cut off`];
      const { x, y, width, height } = scrolls ? seen : box;
      // Its middle, and the middles of its halves: half a button is not a button.
      const places = [0.5, 0.15, 0.85].map((share) => [x + share * width, y + height / 2] as const);
      const over = places.map(([px, py]) => document.elementFromPoint(px, py));
      const isIt = (top: Element | null): boolean =>
        top !== null && (button.contains(top) || top.contains(button) || top.closest('label')?.contains(button) === true);
      const other = over.find((top) => !isIt(top));
      return other === undefined ? [] : [`${nameOf(button)} lies below ${other ? nameOf(other) : 'nothing'}`];
    });
  });

const rest = (page: Page): Promise<unknown> =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));

/** Windows: small; 150 % of 1280×800; large. Zooming in a browser makes the page smaller and its pixels larger. */
const WINDOWS = [
  { name: '900×600', viewport: { width: 900, height: 600 }, deviceScaleFactor: 1 },
  { name: '1280×800 at 150 %', viewport: { width: 853, height: 533 }, deviceScaleFactor: 1.5 },
  { name: '1280×800', viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1 },
];

test('nothing covers a button, in small windows and at 150 %', async ({ browser, host, example }) => {
  const pressed: string[] = [];
  for (const { name, ...options } of WINDOWS) {
    const context = await browser.newContext({ ...options, reducedMotion: 'reduce' });
    const page = await context.newPage();
    const check = async (state: string): Promise<void> => {
      await rest(page);
      await page.screenshot({
        path: `${SCREENSHOTS}/buttons-${name.replaceAll(/\W+/g, '-')}-${state.replaceAll(/\W+/g, '-')}.png`,
      });
      expect.soft(await covered(page), `${name}, ${state}`).toEqual([]);
      pressed.push(`${name}, ${state}`);
    };
    await openProject(page, host, example);
    await check('as opened');
    await goToLayer(page, 'layer2.0.relu1');
    await check('a layer');
    await page.keyboard.press('Alt+1');
    await page.keyboard.press('Control+f');
    await page.getByRole('search', { name: 'Find in the graph' }).getByRole('textbox').fill('op:Relu');
    await check('find and an overlay');
    await page.keyboard.press('Escape');
    for (const tab of ['Plan', 'Problems', 'History', 'Jobs', 'Results']) {
      await page.getByRole('tab', { name: new RegExp(`^${tab}`) }).click();
      await check(tab);
    }
    // Tabs that the row has no room for are in a menu.
    const isNarrow = name !== '1280×800';
    const all = page.getByRole('button', { name: /^All tabs/ });
    await expect(all).toHaveCount(isNarrow ? 1 : 0);
    if (isNarrow) {
      await all.click();
      await page.getByRole('menuitemcheckbox', { name: 'Runs' }).click();
      await expect(page.getByRole('tab', { name: 'Runs', selected: true })).toBeInViewport({ ratio: 0.99 });
      await check('Runs');
    }
    await page.keyboard.press('Control+b');
    await check('without inspector');
    await page.keyboard.press('Control+b');
    await context.close();
  }
  console.log(`    buttons looked at: ${pressed.length} states`);
});

test('the canvas has a menu, by pointer and by keys; nodes have it in theirs', async ({ page, host, example }) => {
  await openProject(page, host, example);
  const canvas = (await page.locator('.graph-canvas').boundingBox())!;
  const menu = page.getByRole('menu', { name: 'Graph' });

  await page.mouse.click(canvas.x + 20, canvas.y + 20, { button: 'right' });
  await expect(menu).toBeVisible();
  for (const entry of ['Fit graph', 'Find in graph…', 'Expand all modules', 'Colour by', 'Copy picture', 'Save picture'])
    await expect(menu.getByRole('menuitem', { name: new RegExp(`^${entry}`) })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(menu).toBeHidden();

  // By keys: into the graph, the menu of the canvas, an overlay.
  await page.mouse.click(canvas.x + 20, canvas.y + 20);
  await page.locator('.graph-canvas').evaluate((element) => element.focus());
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Shift+F10');
  await expect(menu.or(page.getByRole('menu'))).toBeVisible();
  await page.keyboard.press('Escape');
  await goToLayer(page, 'layer1.0.relu1');
  await page.keyboard.press('Control+Shift+g');
  await page.keyboard.press('Shift+F10');
  const own = page.getByRole('menu', { name: 'relu1' });
  await expect(own).toBeVisible();
  await own.getByRole('menuitem', { name: 'Graph', exact: true }).press('ArrowRight');
  await page.getByRole('menuitem', { name: 'Colour by' }).press('ArrowRight');
  await page.getByRole('menuitemcheckbox', { name: /^Number of thresholds/ }).press('Enter');
  await expect(page.getByRole('region', { name: 'Legend' })).toContainText('Number of thresholds');
  await page.mouse.click(canvas.x + 20, canvas.y + 20, { button: 'right' });
  await menu.getByRole('menuitem', { name: 'Find in graph…' }).click();
  await expect(page.getByRole('search', { name: 'Find in the graph' }).getByRole('textbox')).toBeFocused();
});

const pictureCommand = async (page: Page, command: string): Promise<void> => {
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Search commands and layers' });
  await palette.getByRole('combobox').fill(command);
  await expect(palette.getByRole('option').first()).toContainText(command);
  await page.keyboard.press('Enter');
};

test('the graph is copied and saved as SVG and as PNG, whole and as it is in view', async ({
  page,
  context,
  host,
  example,
  folders,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  // Offline: the picture needs nothing but this host.
  await context.route(
    (url) => url.hostname !== '127.0.0.1',
    (route) => route.abort(),
  );
  await openProject(page, host, example);
  await page.keyboard.press('Alt+1');
  const save = async (command: string): Promise<Buffer> => {
    const download = page.waitForEvent('download');
    await pictureCommand(page, command);
    const file = folders.at((await download).suggestedFilename());
    await (await download).saveAs(file);
    return readFileSync(file);
  };
  const whole = (await save('Save picture: whole graph as SVG')).toString();
  writeFileSync(`${SCREENSHOTS}/picture-whole.svg`, whole);
  // Well-formed, nothing from elsewhere, and every layer in it.
  expect(whole).not.toMatch(/(href|src)="?\(?http|url\(http|color-mix|var\(/);
  const problems = await page.evaluate(
    (text) => new DOMParser().parseFromString(text, 'image/svg+xml').querySelector('parsererror')?.textContent ?? null,
    whole,
  );
  expect(problems).toBeNull();
  for (const words of ['relu1', 'conv1', 'layer2', 'logits', 'differential', '16×32×32']) expect(whole).toContain(words);
  const png = await save('Save picture: whole graph as PNG');
  writeFileSync(`${SCREENSHOTS}/picture-whole.png`, png);
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  const [, width, height] = /width="([\d.]+)" height="([\d.]+)"/.exec(whole)!.map(Number);
  expect(Math.abs(png.readUInt32BE(16) - 2 * width!)).toBeLessThanOrEqual(2);
  expect(Math.abs(png.readUInt32BE(20) - 2 * height!)).toBeLessThanOrEqual(2);

  await goToLayer(page, 'layer3.2.relu2');
  const view = (await save('Save picture: what is in view as SVG')).toString();
  expect(view.length).toBeLessThan(whole.length);
  expect(view).toContain('relu2');

  await pictureCommand(page, 'Copy picture: whole graph as SVG');
  await expect(page.getByText('Whole graph as SVG: copied')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('<svg');
  await pictureCommand(page, 'Copy picture: what is in view as PNG');
  await expect(page.getByText('What is in view as PNG: copied')).toBeVisible();
  const types = await page.evaluate(async () => (await navigator.clipboard.read()).flatMap((item) => [...item.types]));
  expect(types).toContain('image/png');
});

test('attributes and weights of an operator are told where it is selected', async ({ page, host, example }) => {
  await openProject(page, host, example);
  await graphOf(page).focus();
  await goToLayer(page, 'layer2.0.relu1');
  await page.keyboard.press('Control+Shift+g');
  await expect(inspector(page).getByRole('heading', { name: 'Weights' })).toBeVisible();
  await expect(inspector(page).getByText('It has no weights.')).toBeVisible();
  await page.keyboard.press('ArrowUp');
  await expect(inspector(page).getByRole('heading', { name: /conv1/, level: 2 })).toBeVisible();
  await expect(inspector(page).getByText('32×16×3×3, 4 608 values')).toBeVisible();
  await expect(inspector(page).getByRole('heading', { name: 'Attributes' })).toBeVisible();
  await expect(inspector(page).getByText('2, 2', { exact: true })).toBeVisible();
  const histogram = inspector(page).getByRole('img', { name: /^Histogram of .* from −?[\d.]+ to [\d.]+/ });
  await expect(histogram).toHaveCount(2);
  await histogram.first().scrollIntoViewIfNeeded();
  await page.screenshot({ path: `${SCREENSHOTS}/weights.png` });
});

const hexOf = (rgb: string): string => {
  const [red, green, blue] = rgb.match(/[\d.]+/g)!.map(Number);
  return `#${[red!, green!, blue!].map((value) => Math.round(value).toString(16).padStart(2, '0')).join('')}`;
};

test('every text on every coloured node can be read, light and dark', async ({ page, host, example }) => {
  await openProject(page, host, example);
  await runButton(page).click();
  await expect(panel(page, 'Results').getByRole('row', { name: /^8 / })).toBeVisible(PATIENCE);
  await expect(runButton(page)).toBeVisible(PATIENCE);
  await goToLayer(page, 'layer2.0.relu1');
  const seen = new Set<string>();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const overlay of [0, 1, 2, 3, 4, 5]) {
      await page.keyboard.press(`Alt+${overlay}`);
      await rest(page);
      for (const text of await textsOn(page)) {
        const ratio = contrast(hexOf(text.ink), hexOf(text.ground));
        seen.add(`${colorScheme} ${text.ground} ${text.ink}`);
        expect
          .soft(ratio, `${colorScheme}, overlay ${overlay}: ${text.words} (${text.ink} on ${text.ground})`)
          .toBeGreaterThanOrEqual(4.5);
      }
      const legend = page.getByRole('region', { name: 'Legend' });
      if (overlay > 0) expect.soft(await legend.innerText(), `overlay ${overlay}`).not.toMatch(/(^|\s)0\.0 ?%/);
      await page.screenshot({ path: `${SCREENSHOTS}/overlay-${overlay}-${colorScheme}.png` });
    }
  }
  console.log(`    pairs of text and ground seen on nodes: ${seen.size}`);
});

interface Text {
  readonly words: string;
  readonly ink: string;
  readonly ground: string;
}

/** Every text in the boxes of nodes with its colour, and the colour of the nearest ground below it. */
const textsOn = (page: Page): Promise<Text[]> =>
  page.locator('.graph-box').evaluateAll((boxes) => {
    const rgb = (colour: string): string => {
      const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      return [...canvas.getImageData(0, 0, 1, 1).data].join(' ');
    };
    const groundOf = (element: Element): string => {
      for (let one: Element | null = element; one; one = one.parentElement) {
        const colour = rgb(getComputedStyle(one).backgroundColor);
        if (!colour.endsWith(' 0')) return colour;
      }
      return '255 255 255 255';
    };
    return boxes.flatMap((box) =>
      [...box.querySelectorAll('*')]
        .filter((one) => [...one.childNodes].some((child) => child.nodeType === Node.TEXT_NODE && child.textContent?.trim()))
        .map((one) => ({
          words: one.textContent!.trim(),
          ink: rgb(getComputedStyle(one).color),
          ground: groundOf(one),
        })),
    );
  });

test('the graph of a model that cannot be converted is looked at: what is in the way is marked and says why', async ({
  page,
  host,
}) => {
  await openStart(page, host);
  await dropFile(page, 'blocked.onnx', blockedModel());
  await page.getByRole('button', { name: 'Look at the graph' }).click();
  const view = page.getByRole('main', { name: 'Graph of blocked.onnx' });
  await expect(view).toBeVisible();
  await untilOpen(page);
  await expect(view.getByText(/\d+ operators, \d of them cannot be converted/)).toBeVisible();
  const marked = graphOf(page).getByRole('group', { name: /cannot be converted/ });
  await expect(marked.first()).toBeVisible();
  await view.getByRole('listbox', { name: 'Cannot be converted' }).getByRole('option').first().click();
  await expect(view.getByRole('complementary')).toContainText('Frobnicate');
  await expect(view.getByRole('complementary').locator('.model-graph-why')).not.toBeEmpty();
  await rest(page);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: `${SCREENSHOTS}/model-graph-${colorScheme}.png` });
  }
  // Nothing of a plan can be changed: there is none.
  await expect(graphOf(page).getByRole('button', { name: /Change$/ })).toHaveCount(0);
  await marked.first().click({ button: 'right' });
  await expect(page.getByRole('menu').getByRole('menuitem', { name: /^(Coding|Neuron|Edit threshold)/ })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Back', exact: true }).click();
  await expect(page.getByText('cannot be converted. Replace them')).toBeVisible();
});
