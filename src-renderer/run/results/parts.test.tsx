// @vitest-environment happy-dom
/** The delayed readout of a run: the best first step becomes the plan's in one step of the history. */
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RunReport } from '../../../src-shared/results/index.ts';
import { currentPlan, editPlan, openProject, setWorkbench, undoPlan, workbench } from '../../state/index.ts';
import { constructedReport, PATH } from '../../testing/constructed-project.ts';
import { scriptedServices } from '../../testing/scripted-services.ts';
import { TooltipProvider } from '../../ui/index.ts';
import { ReadoutPart } from './parts.tsx';

/** A delayed readout over the report's steps whose row from step k on ends with the accuracy of `ends`. */
const rows = (ends: readonly number[], steps: number): NonNullable<RunReport['delayed_readout']> =>
  ends.map((end, index) => {
    const values = new Array<number>(steps - index).fill(end);
    return { from: index + 1, accuracy: values, agreement: values };
  });

function show(ends: readonly number[]): void {
  const report = constructedReport({ graph: workbench().project!.graph, calibration: null });
  const readout = rows(ends, report.steps.length);
  render(
    <TooltipProvider>
      <ReadoutPart run={1} report={{ ...report, delayed_readout: readout }} />
    </TooltipProvider>,
  );
}
const button = (): HTMLElement => screen.getByRole('button', { name: /^Use k = / });
const isClosed = (): boolean => button().getAttribute('aria-disabled') === 'true';
const current = (): string | null => document.querySelector('tr[aria-current] th')?.textContent ?? null;

beforeEach(async () => {
  scriptedServices();
  await openProject(PATH);
});
afterEach(cleanup);

it('is taken into the plan with one step, which undo takes back', () => {
  show([0.8, 0.81, 0.79]);
  const before = workbench().history!.done.length;
  expect([button().textContent, isClosed(), current()]).toEqual(['Use k = 2', false, '1']);
  act(() => void fireEvent.click(button()));
  expect([currentPlan().readout, isClosed(), current()]).toEqual([{ from: 2 }, true, '2']);
  expect(
    workbench()
      .history!.done.slice(before)
      .map(({ label }) => label),
  ).toEqual(['First step of the answer to 2']);
  act(() => void fireEvent.click(button()));
  expect(workbench().history!.done).toHaveLength(before + 1);
  act(() => undoPlan());
  expect([currentPlan().readout, isClosed(), current()]).toEqual([undefined, false, '1']);
});

it('of step 1 takes the readout out of the plan', () => {
  act(() => editPlan('x', 'text', { ...currentPlan(), readout: { from: 3 } }));
  show([0.9, 0.81, 0.79]);
  act(() => void fireEvent.click(button()));
  expect(currentPlan().readout).toBeUndefined();
});

it('cannot be taken into a plan of fewer steps, or of a project that can only be read', () => {
  act(() => editPlan('x', 'text', { ...currentPlan(), steps: 1 }));
  show([0.8, 0.81, 0.79]);
  expect(isClosed()).toBe(true);
  act(() => undoPlan());
  expect(isClosed()).toBe(false);
  act(() => setWorkbench({ project: { ...workbench().project!, readOnly: 'Locked.' } }));
  expect(isClosed()).toBe(true);
});
