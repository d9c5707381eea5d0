/** The contract suite: what every host must answer, and how. One `describe` for each part of the contract. */
import { describe } from 'vitest';
import { type ProjectBench, projectBench } from '../support/bench.ts';
import type { HostUnderTest } from '../support/host-under-test.ts';
import { appSuite } from './app.ts';
import { badPathSuite } from './bad-paths.ts';
import { badRequestSuite } from './bad-requests.ts';
import { exportTests } from './exports.ts';
import { killSuite } from './kill.ts';
import { modelSuite } from './model.ts';
import { planChangeTests, planVersionTests } from './plan.ts';
import { projectAccessTests } from './project-access.ts';
import { projectContentTests } from './project-contents.ts';
import { projectMakingTests } from './project-making.ts';
import { projectStatisticTests } from './project-statistics.ts';
import { runInterruptionTests } from './run-interruptions.ts';
import { runListTests } from './run-list.ts';
import { runResultTests } from './run-results.ts';
import { runSampleTests } from './run-samples.ts';
import { runSpikeTests } from './run-spikes.ts';
import { runThresholdTests } from './run-thresholds.ts';
import { tuningTests } from './tuning.ts';
import { windowsSuite } from './windows.ts';

/** The extent of a run of the suite. */
export interface Extent {
  /** Without the parts in which the services do everything and a host only carries calls of kinds that other parts make too. */
  readonly brief: boolean;
}

/** Runs the suite on a host. */
export function contractSuite(host: HostUnderTest, { brief }: Extent = { brief: false }): void {
  /** A part whose tests share one project, in this order. */
  const onProject = (part: string, tests: readonly ((on: ProjectBench) => void)[]): void => {
    describe(`the ${host.name} host: ${part}`, () => {
      const on = projectBench(host);
      for (const define of tests) define(on);
    });
  };
  describe(`the ${host.name} host: the program`, () => appSuite(host));
  describe(`the ${host.name} host: bad requests`, () => badRequestSuite(host));
  describe(`the ${host.name} host: models`, () => modelSuite(host));
  onProject('projects', [projectContentTests, ...(brief ? [] : [projectStatisticTests, projectAccessTests, projectMakingTests])]);
  onProject('the plan', [planChangeTests, planVersionTests]);
  onProject('runs and calibrations', [
    runResultTests,
    runThresholdTests,
    runInterruptionTests,
    ...(brief ? [] : [runSampleTests, runListTests, runSpikeTests]),
  ]);
  if (!brief) {
    describe(`the ${host.name} host: bad paths`, () => badPathSuite(host));
    onProject('exports', [exportTests]);
    onProject('tuning', [tuningTests]);
  }
  describe(`the ${host.name} host: several windows`, () => windowsSuite(host));
  describe.skipIf(process.platform === 'win32')(`the ${host.name} host: killed`, () => killSuite(host));
}
