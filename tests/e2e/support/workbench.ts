/** The window as a person finds their way in it: by roles and names. */
import type { Locator, Page } from '@playwright/test';
import { EXAMPLES } from './files.ts';
import type { HostProcess } from './host.ts';
import { expect } from './test.ts';

/** For what a job computes. Jobs have a low priority, and wait on a machine that has other work. */
export const PATIENCE = { timeout: 240_000 };

export const graphOf = (page: Page): Locator => page.getByRole('application', { name: 'Network' });

/** The box of a layer or module in the graph. */
export const nodeOf = (page: Page, name: string): Locator =>
  graphOf(page).getByRole('group', { name: new RegExp(`^${name.replaceAll('.', '\\.')}, `) });

export const runButton = (page: Page): Locator =>
  page.getByRole('region', { name: 'Run' }).getByRole('button', { name: 'Run', exact: true });

export const tab = (page: Page, name: string): Locator => page.getByRole('tab', { name: new RegExp(`^${name}`) });
export const panel = (page: Page, name: string): Locator => page.getByRole('tabpanel', { name: new RegExp(`^${name}`) });
export const status = (page: Page): Locator => page.getByRole('contentinfo', { name: 'Status' });
export const inspector = (page: Page): Locator => page.getByRole('complementary', { name: 'Inspector' });
export const changes = (page: Page): Locator => panel(page, 'History').getByRole('option');

/** Waits until a project is open and its graph is drawn. */
export async function untilOpen(page: Page): Promise<void> {
  await expect(graphOf(page).getByRole('group').first()).toBeVisible(PATIENCE);
}

/** Opens a project's page and waits until the project is drawn. */
export async function openProject(page: Page, host: HostProcess, path: string): Promise<void> {
  await page.goto(host.address(path));
  await untilOpen(page);
}

/** Opens the start screen of a user without projects. */
export async function openStart(page: Page, host: HostProcess): Promise<void> {
  await page.goto(host.address());
  await expect(page.getByText('No projects yet')).toBeVisible();
}

/** Goes to a layer by name, as the palette does it. */
export async function goToLayer(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+p');
  const palette = page.getByRole('dialog', { name: 'Search commands and layers' });
  await palette.getByRole('combobox').fill(name);
  await expect(palette.getByRole('option').first()).toContainText(name);
  await page.keyboard.press('Enter');
  await expect(nodeOf(page, name)).toBeVisible();
  await expect(inspector(page).getByRole('heading', { name, exact: true })).toBeVisible();
}

/** Takes a choice of a badge in the graph. */
export async function chooseBadge(page: Page, layer: string, badge: string, choice: string): Promise<void> {
  await nodeOf(page, layer)
    .getByRole('button', { name: new RegExp(`^${badge}`) })
    .click();
  const editor = page.getByRole('dialog', { name: `${badge} of ${layer}` });
  await editor.getByRole('radio', { name: choice, exact: true }).first().click();
  // Some stay open, since there is more to set.
  if (await editor.isVisible()) await page.keyboard.press('Escape');
  await expect(editor).toBeHidden();
}

/** The plan editor's text field, ready to be typed in. */
export async function planText(page: Page): Promise<Locator> {
  await tab(page, 'Plan').click();
  const text = page.getByRole('textbox', { name: 'Plan as text' });
  await text.focus();
  return text;
}

/** Replaces the plan's whole text by pasting: typing would be indented and completed. */
export async function typePlan(page: Page, plan: string): Promise<void> {
  await planText(page);
  await page.keyboard.press('Control+a');
  await page.evaluate((text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', text);
    document.activeElement!.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, plan);
}

/** Begins a project with a model of the examples, from the start screen. */
export async function chooseModel(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: /^New from ONNX file/ }).click();
  const picker = page.getByRole('dialog', { name: 'Choose an ONNX model' });
  await picker.getByRole('textbox', { name: 'Folder' }).fill(EXAMPLES);
  await page.keyboard.press('Enter');
  await picker.getByRole('option', { name }).dblclick();
}

/** Begins a project with the model at a path, from any screen. */
export async function beginProject(page: Page, path: string): Promise<void> {
  await page.keyboard.press('Control+Alt+n');
  const folder = page.getByRole('dialog', { name: 'Choose an ONNX model' }).getByRole('textbox', { name: 'Folder' });
  await folder.fill(path);
  await folder.press('Enter');
}
