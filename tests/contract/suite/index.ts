/** The contract suite: what every host must answer, and how. One `describe` for each part of the contract. */
import { describe } from 'vitest';
import type { HostUnderTest } from '../support/host-under-test.ts';
import { appSuite } from './app.ts';
import { badPathSuite } from './bad-paths.ts';
import { badRequestSuite } from './bad-requests.ts';
import { killSuite } from './kill.ts';
import { modelSuite } from './model.ts';
import { planSuite } from './plan.ts';
import { projectSuite } from './project.ts';
import { runSuite } from './run.ts';
import { windowsSuite } from './windows.ts';

/** Runs the suite on a host. */
export function contractSuite(host: HostUnderTest): void {
  describe(`the ${host.name} host: the program`, () => appSuite(host));
  describe(`the ${host.name} host: bad requests`, () => badRequestSuite(host));
  describe(`the ${host.name} host: bad paths`, () => badPathSuite(host));
  describe(`the ${host.name} host: models`, () => modelSuite(host));
  describe(`the ${host.name} host: projects`, () => projectSuite(host));
  describe(`the ${host.name} host: the plan`, () => planSuite(host));
  describe(`the ${host.name} host: runs and calibrations`, () => runSuite(host));
  describe(`the ${host.name} host: several windows`, () => windowsSuite(host));
  describe.skipIf(process.platform === 'win32')(`the ${host.name} host: killed`, () => killSuite(host));
}
