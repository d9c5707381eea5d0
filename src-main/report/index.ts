/** The HTML report: one page with the results and the cost of runs. */
export { renderReport, type ReportData, type ReportedRun } from './page.ts';
