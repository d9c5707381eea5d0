/**
 * Every setting of layers with every choice, made in the graph and made in the inspector: both offer the same choices, and both leave
 * the same plan and the same sentence in the history.
 */
import type { Locator, Page } from '@playwright/test';
import { EMPTY_PLAN, type Plan, SETTINGS_FIELDS, type SettingsField } from '../../src-shared/plan/index.ts';
import { graphTexts } from '../../src-renderer/texts/graph.ts';
import { inspectorTexts } from '../../src-renderer/texts/inspector.ts';
import { editPlan } from '../contract/support/edits.ts';
import type { TestWindow } from '../contract/support/window.ts';
import { WHOLE_WINDOW } from './support/files.ts';
import { look } from './support/looks.ts';
import { expect, test } from './support/test.ts';
import { goToLayer, graphOf, inspector, openProject } from './support/workbench.ts';

/** Plans to begin with: that of a new project, one in which most settings have no effect, a leaky network, neurons of another coding, neurons of several spikes. */
const PLANS: Readonly<Record<string, Plan>> = {
  'as it is in a new project': EMPTY_PLAN,
  'with a fixed threshold and one threshold a neuron': {
    ...EMPTY_PLAN,
    defaults: { neuron: 'if', threshold: { value: 2 } },
  },
  'leaky in the whole network': { ...EMPTY_PLAN, defaults: { coding: 'leaky-rate', neuron: 'lif' } },
  'with neurons of another coding': { ...EMPTY_PLAN, defaults: { neuron: 'lif' } },
  'of multi-spike neurons': { ...EMPTY_PLAN, defaults: { coding: 'rate', neuron: 'ms' } },
};

const NUMBERS: Partial<Record<SettingsField, readonly number[]>> = {
  thresholds: [1, 5],
  mostSpikes: [2],
  'threshold.percentile': [98.5],
  'threshold.scale': [1.5],
  'threshold.value': [0.75],
  initial: [-0.25],
};

/** Where the graph has a setting: the key of its editor, and its name there. */
const IN_GRAPH: Readonly<Record<SettingsField, readonly [key: string, name: string]>> = {
  coding: ['c', graphTexts.fields.coding],
  neuron: ['n', graphTexts.fields.neuron],
  thresholds: ['n', graphTexts.thresholdCount],
  mostSpikes: ['n', graphTexts.mostSpikes],
  'threshold.method': ['t', graphTexts.method],
  'threshold.percentile': ['t', graphTexts.percentile],
  'threshold.of': ['t', graphTexts.of],
  'threshold.level': ['t', graphTexts.level],
  'threshold.scale': ['t', graphTexts.scale],
  'threshold.value': ['t', graphTexts.value],
  initial: ['n', graphTexts.initial],
  correction: ['t', graphTexts.correction],
};

/** A value that can be chosen, and whether it holds already. */
interface Offered {
  readonly value: string;
  readonly holds: boolean;
}

/** One place where settings are changed. */
interface Surface {
  /** Open choices of a setting by their names in plans; null if the setting cannot be changed. For numbers: none. */
  offered(field: SettingsField): Promise<readonly Offered[] | null>;
  choose(field: SettingsField, value: string | number): Promise<void>;
  leave(): Promise<void>;
}

async function fill(field: Locator, value: number): Promise<void> {
  await field.fill(String(value));
  await field.press('Enter');
}

function graphSurface(page: Page): Surface {
  const editor = page.locator('.graph-editor');
  const leave = async (): Promise<void> => {
    if (!(await editor.isVisible())) return;
    await page.keyboard.press('Escape');
    await expect(editor).toBeHidden();
    // The keyboard goes back to the graph a moment later, and would close an editor that is open by then.
    await expect(graphOf(page).locator(':focus')).toHaveCount(1);
  };
  const open = async (field: SettingsField): Promise<Locator> => {
    const [key, name] = IN_GRAPH[field];
    await leave();
    // A key that comes while the graph is drawn anew after an undo, within milliseconds of it, is lost.
    await expect(async () => {
      if (await editor.isVisible()) return;
      await page.keyboard.press('Control+Shift+g');
      await page.keyboard.press(key);
      await expect(editor).toBeVisible({ timeout: 3000 });
    }).toPass();
    const role = NUMBERS[field] ? 'textbox' : 'radiogroup';
    return editor.getByRole(role, { name, exact: true });
  };
  const radios = (group: Locator): Locator => group.getByRole('radio');
  return {
    leave,
    async offered(field) {
      const control = await open(field);
      await expect(control).toBeVisible();
      if (NUMBERS[field]) return (await control.isDisabled()) ? null : [];
      const all = await radios(control).all();
      const states = await Promise.all(
        all.map(async (radio) => ({
          // The reason for which a choice is closed stands behind its name.
          value: await radio.locator('span:not(:empty):not(:has(svg))').first().innerText(),
          holds: await radio.isChecked(),
          closed: await radio.isDisabled(),
        })),
      );
      const isOpen = states.filter(({ closed }) => !closed);
      return isOpen.length === 0 ? null : isOpen.map(({ value, holds }) => ({ value, holds }));
    },
    async choose(field, value) {
      const control = await open(field);
      if (typeof value === 'number') return fill(control, value);
      await radios(control)
        .filter({ hasText: new RegExp(`^${value}$`) })
        .click();
    },
  };
}

function inspectorSurface(page: Page): Surface {
  const settings = inspector(page).getByRole('group', { name: inspectorTexts.fieldsName });
  const named = (role: 'combobox' | 'textbox' | 'radiogroup', field: SettingsField): Locator =>
    settings.getByRole(role, { name: inspectorTexts.fields[field], exact: true });
  const options = page.locator('.ui-select-list').getByRole('option');
  const optionOf = (value: string): Locator => options.filter({ hasText: new RegExp(`^${inspectorTexts.nameOf(value)}(?!,)`) });
  const isSegmented = (field: SettingsField): boolean => field === 'threshold.of' || field === 'threshold.level';
  const VALUES: Partial<Record<SettingsField, readonly string[]>> = {
    coding: ['rate', 'leaky-rate', 'differential', 'differential-leaky'],
    neuron: ['if', 'if-negative', 'lif', 'lif-negative', 'mt', 'mt-negative', 'ms'],
    'threshold.method': ['max', 'percentile', 'iteration', 'measured', 'balanced'],
    'threshold.of': ['value', 'magnitude'],
    'threshold.level': ['layer', 'channel', 'neuron'],
    correction: ['none', 'mean'],
  };
  const leave = async (): Promise<void> => {
    if (await options.first().isVisible()) await page.keyboard.press('Escape');
    await expect(options.first()).toBeHidden();
  };
  return {
    leave,
    async offered(field) {
      if (NUMBERS[field]) return (await named('textbox', field).isDisabled()) ? null : [];
      const found: Offered[] = [];
      if (isSegmented(field)) {
        for (const value of VALUES[field]!) {
          const radio = named('radiogroup', field).getByRole('radio', { name: inspectorTexts.nameOf(value), exact: true });
          if (await radio.isEnabled()) found.push({ value, holds: await radio.isChecked() });
        }
        return found.length === 0 ? null : found;
      }
      if (await named('combobox', field).isDisabled()) return null;
      await named('combobox', field).click();
      for (const value of VALUES[field]!) {
        const option = optionOf(value);
        await expect(option).toHaveCount(1);
        if ((await option.getAttribute('aria-disabled')) === 'true') continue;
        found.push({ value, holds: (await option.getAttribute('aria-selected')) === 'true' });
      }
      await leave();
      return found.length === 0 ? null : found;
    },
    async choose(field, value) {
      if (typeof value === 'number') return fill(named('textbox', field), value);
      if (isSegmented(field))
        return named('radiogroup', field)
          .getByRole('radio', { name: inspectorTexts.nameOf(value), exact: true })
          .click();
      await named('combobox', field).click();
      await optionOf(value).click();
    },
  };
}

/** Makes `next` the plan, as another window. */
async function begin(window: TestWindow, path: string, next: Plan): Promise<void> {
  const document = await window.call('plan.document', { path });
  await editPlan(window, path, document, next, 'Beginning');
}

for (const [what, plan] of Object.entries(PLANS)) {
  test(`settings of a plan ${what}: the same choices, plans and sentences from graph and inspector`, async ({
    page,
    host,
    example,
  }) => {
    const window = await host.connect();
    const path = example;
    await window.call('project.open', { path });
    if (plan !== EMPTY_PLAN) await begin(window, path, plan);
    const document = () => window.call('plan.document', { path });
    const start = await document();
    await openProject(page, host, path);
    const surfaces = [graphSurface(page), inspectorSurface(page)] as const;

    /** What a change leaves, taken back afterwards. */
    const outcome = async (surface: Surface, field: SettingsField, value: string | number) => {
      await surface.choose(field, value);
      await expect.poll(async () => (await document()).done.length, `${field} to ${value}`).toBe(start.done.length + 1);
      await surface.leave();
      const { plan: after, done } = await document();
      await page.getByRole('button', { name: 'Undo' }).click();
      await expect.poll(async () => (await document()).done.length).toBe(start.done.length);
      return { plan: after, label: done.at(-1)!.label };
    };
    let compared = 0;
    const compareAll = async (): Promise<void> => {
      for (const field of SETTINGS_FIELDS) {
        const [inGraph, inInspector] = [await surfaces[0].offered(field), await surfaces[1].offered(field)];
        await surfaces[0].leave();
        expect(inGraph?.toSorted(byValue), `${field} offers`).toEqual(inInspector?.toSorted(byValue));
        if (inGraph === null) continue;
        const values = NUMBERS[field] ?? inGraph.filter(({ holds }) => !holds).map(({ value }) => value);
        for (const value of values) {
          const [first, second] = [await outcome(surfaces[0], field, value), await outcome(surfaces[1], field, value)];
          expect(second, `${field} to ${value}`).toEqual(first);
          compared++;
        }
      }
    };

    await test.step('of one layer', async () => {
      await goToLayer(page, 'layer2.0.relu1');
      await surfaces[0].offered('initial');
      await look(page, `neuron-fields-${what.slice(0, 5)}`);
      await surfaces[0].offered('correction');
      await look(page, `threshold-fields-${what.slice(0, 5)}`);
      await surfaces[0].leave();
      await compareAll();
    });
    // The editors tell of settings that several layers share in the same way in every plan.
    if (plan === EMPTY_PLAN || WHOLE_WINDOW)
      await test.step('of several layers', async () => {
        await page.keyboard.press('Control+Shift+f');
        const dialog = page.getByRole('dialog', { name: 'Select by name' });
        await dialog.getByRole('textbox', { name: 'Name or glob' }).fill('layer2.*.relu?');
        await dialog.getByRole('button', { name: 'Select' }).click();
        await expect(inspector(page).getByRole('heading', { name: '6 layers selected' })).toBeVisible();
        await compareAll();
      });
    console.log(`    ${compared} changes made both ways`);
    expect(compared).toBeGreaterThan(6);
    window.close();
  });
}

const byValue = (a: Offered, b: Offered): number => a.value.localeCompare(b.value);
