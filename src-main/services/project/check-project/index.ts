/** Checking a project file before a host opens it. */
export { checkForWindow, checkProject, checkProjectsAmong } from './check-project.ts';
