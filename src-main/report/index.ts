/** The HTML report: one page that says what a run reached and what it costs. */
export { renderReport, type ReportData, type ReportedRun } from './page.ts';
