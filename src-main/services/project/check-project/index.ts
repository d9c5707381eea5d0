/** Checking a project file before a host opens it. */
export { checkProject, checkProjectsAmong } from './check-project.ts';
