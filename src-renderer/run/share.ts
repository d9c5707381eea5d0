/** Sharing a run: its report is written as one page beside the project, and the way to it is offered. */
import { host } from '../host/client.ts';
import { attempt, notify, workbench, type WorkbenchState } from '../state/index.ts';
import { runTexts as texts } from '../texts/run.ts';
import { fileName } from '../ui/format.ts';
import { copyText } from '../ui/index.ts';

/** A finished run has to be shown. */
export const canShare = ({ shownRun, connection }: WorkbenchState): boolean => shownRun !== null && connection === 'open';

/** Writes the page with the shown run in full. A desktop program shows it in its folder; a browser can copy its path. */
export function shareReport(): void {
  const { project, shownRun, info } = workbench();
  if (!project || !shownRun) return;
  const { path } = project;
  attempt(async () => {
    const { file } = await host().call('report.write', { path, run: shownRun.id });
    const action =
      info?.host === 'electron'
        ? { label: texts.showReport, run: () => attempt(() => host().call('report.show', { path })) }
        : { label: texts.copyReportPath, run: () => void copyText(file) };
    notify({ kind: 'info', message: texts.reportWritten(fileName(file)), action });
  });
}
