/** `simulate`: runs a model or a project on samples and writes outputs and report into a folder (docs/cli.md). */
import { plainNotes } from '../../../src-shared/message/index.ts';
import { checkReadout, readoutFromOf, stepsOf } from '../../../src-shared/plan/index.ts';
import type { RunReport } from '../../../src-shared/results/index.ts';
import { openProject } from '../../project/index.ts';
import { buildRunReport } from '../report/build-run-report.ts';
import { loadEngine } from './load-engine.ts';
import { openProjectNetwork } from '../project/open-project-network.ts';
import { arrayNames, openOutputFolder, type OutputFolder } from './output-folder.ts';
import { outputLayouts } from '../model/output-layout.ts';
import { chooseModel, type ModelRequest, type PreparedNetwork, prepareModel } from '../model/prepared-network.ts';
import type { ServiceContext } from '../progress.ts';
import { reportFrame } from '../report/report-frame.ts';
import { batchCount, type FinishedBatch, runDataset } from './run-dataset.ts';
import type { ArraySpool } from './spool.ts';
import { openDataset, type SampleOptions, sampleNotes } from '../model/samples.ts';
import { isProjectFile } from '../project/project-file.ts';
import { projectOptions } from '../project/project-options.ts';

export interface SimulateRequest extends ModelRequest, SampleOptions {
  /** `model` may be a project. Its plan and thresholds are used then. */
  readonly inputs: string;
  /** Folder for the results. */
  readonly out: string;
  /** Samples per batch. */
  readonly batch: number;
}

export interface SimulateResult {
  /** Files written, in the folder. */
  readonly files: readonly string[];
  readonly report: RunReport;
}

/** Simulates; the files appear together at the very end. */
export async function simulateModel(request: SimulateRequest, context: ServiceContext): Promise<SimulateResult> {
  const began = performance.now();
  await using folder = await openOutputFolder(request.out);
  const target = await openTarget(request);
  // Bad inputs give an error before anything is computed.
  const source = await openDataset(request.inputs, target.model.placed, target.preprocess, request);
  const prepared = await target.prepare(context);
  const { network } = prepared;
  const { steps } = target;
  const sink = await openArrays(folder, prepared, steps);
  const loaded = await loadEngine(request);
  await using session = await loaded.engine.prepare(network, loaded);
  const batches: FinishedBatch[] = [];
  const positions = Array.from({ length: batchCount(source, request.batch) }, (_, position) => position);
  const options = { steps, batch: request.batch, positions, conversionError: false };
  await runDataset(
    session,
    network,
    source,
    { ...options, onBatch: (batch) => batches.push(batch), onOutputs: sink.add },
    context,
  );
  const report = buildRunReport(reportFrame(prepared, request, steps), {
    source: request.inputs,
    batches,
    totalMs: performance.now() - began,
    notes: [...sampleNotes(source), ...(await session.notes())],
  });
  context.signal.throwIfAborted();
  await folder.commit({ 'report.json': `${JSON.stringify(plainNotes(report), null, 2)}\n` });
  return { files: [...sink.names, 'report.json'], report };
}

/** A model or a project that is open but not calibrated yet, and its number of steps. */
interface Target extends Pick<PreparedNetwork, 'model' | 'preprocess'> {
  readonly steps: number;
  readonly prepare: (context: ServiceContext) => Promise<PreparedNetwork>;
}

async function openTarget(request: SimulateRequest): Promise<Target> {
  if (!(await isProjectFile(request.model))) {
    const chosen = await chooseModel(request, request.inputs);
    const { model, preprocess, plan } = chosen;
    return { model, preprocess, steps: stepsOf(plan), prepare: (context) => prepareModel(chosen, request, context) };
  }
  const { steps } = projectOptions(request);
  using project = openProject(request.model, { readOnly: true });
  const prepared = await openProjectNetwork(project, request.preprocess);
  const wanted = steps ?? stepsOf(prepared.plan);
  checkReadout(readoutFromOf(prepared.plan), wanted);
  return { ...prepared, steps: wanted, prepare: () => Promise.resolve(prepared) };
}

/** For every output, the arrays of the decoded values and of the float network's values. */
async function openArrays(folder: OutputFolder, { network: { network } }: PreparedNetwork, steps: number) {
  const outputs = network.outputs.map(({ name }) => name);
  const [decoded, float] = [arrayNames('logits', outputs), arrayNames('ann_logits', outputs)];
  const arrays: { readonly decoded: ArraySpool; readonly float: ArraySpool }[] = [];
  for (const [index, { sample }] of outputLayouts(network).entries()) {
    arrays.push({
      decoded: await folder.array(decoded[index]!, steps, sample),
      float: await folder.array(float[index]!, undefined, sample),
    });
  }
  return {
    names: outputs.flatMap((_, index) => [decoded[index]!, float[index]!]),
    async add(logits: readonly Float64Array[], ann: readonly Float64Array[], samples: number): Promise<void> {
      for (const [index, array] of arrays.entries()) {
        await array.decoded.add(logits[index]!, samples);
        await array.float.add(ann[index]!, samples);
      }
    },
  };
}
