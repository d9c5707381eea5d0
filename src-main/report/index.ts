/** The HTML report: one page with the results and the cost of runs. */
export { renderMethods } from './methods-page.ts';
export { renderNoRun } from './no-run-page.ts';
export { renderReport, type ReportData, type ReportedRun } from './page.ts';
