/** Checking a project file before a host opens it. */
export { checkProject } from './check-project.ts';
