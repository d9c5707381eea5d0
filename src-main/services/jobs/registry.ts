/** The use cases that run as jobs, by name. A use case is loaded only in the process that runs it. */
import type {
  ExportPreview,
  IterationCurve,
  ModelGraph,
  ModelInputs,
  NodeDetails,
  SamplePictures,
  SamplePreview,
} from '../../../src-shared/contract/index.ts';
import type { PlacedNetwork } from '../../convert/index.ts';
import type { BenchRequest, BenchResult } from '../run/bench-model.ts';
import type { CalibrateProjectRequest, CalibrateProjectResult } from '../calibrate/calibrate-project.ts';
import type { CapsuleRequest, CapsuleResult } from '../capsule/export-capsule.ts';
import type { ReproduceRequest, ReproduceResult } from '../capsule/reproduce.ts';
import type { CheckRequest } from '../project/check-project/check-file.ts';
import type { ConvertRequest, ConvertResult } from '../model/convert-model.ts';
import type { EvaluateRequest, EvaluateResult } from '../run/evaluate-project.ts';
import type { ExportRequest, ExportResult } from '../export/export-project.ts';
import type { PreviewExportRequest } from '../export/preview-export.ts';
import type { PlansPreview, PreviewPlansRequest } from '../export/preview-plans.ts';
import type { FitOutlineRequest, FitRequest, FitResult } from '../fit/fit-project.ts';
import type { GpuReport, GpuReportRequest } from '../run/gpu-report.ts';
import type { Inspection } from '../model/inspect-model.ts';
import type { ModelInputOptions } from '../model/load-model.ts';
import type { MergeRequest, MergeResult } from '../run/merge-shards.ts';
import type { ServiceContext } from '../progress.ts';
import type { SensitivityRequest, SensitivityResult } from '../tune/sensitivity-project.ts';
import type { RunPlanRequest, RunPlanResult } from '../run/run-plan.ts';
import type { SimulateRequest, SimulateResult } from '../run/simulate-model.ts';
import type { CollectRequest, CollectResult } from '../sweep/collect-sweep.ts';
import type { EmitMissingRequest, EmitRequest, EmitResult } from '../sweep/emit-sweep.ts';
import type { RunItemsRequest, RunItemsResult } from '../sweep/run-items.ts';
import type { CompareMethodsRequest, CompareMethodsResult } from '../tune/compare-methods.ts';
import type { TuneRequest } from '../tune/prepare-search.ts';
import type { TuningState, TuningStateRequest } from '../tune/read-tuning.ts';
import type { TuneResult, TuningForecast } from '../../../src-shared/tuning/index.ts';
import type { RecordRunRequest } from '../spikes/record-run.ts';
import type { RecordingResult } from '../spikes/record-spikes.ts';
import type { PlannedRecording } from '../spikes/plan-recording.ts';
import type { IterationCurveRequest } from '../view/iteration-curve.ts';
import type { ModelGraphRequest } from '../view/model-graph.ts';
import type { NodeDetailsRequest } from '../view/node-details.ts';
import type { PreviewRequest } from '../view/preview-samples.ts';
import type { ProjectContents } from '../view/model-contents.ts';
import type { LayerFactsRequest } from '../view/layer-facts.ts';
import type { LayerCalibrationFacts, RemedyPreview, RunComparison } from '../../../src-shared/results/index.ts';
import type { PreviewRemedyRequest } from '../run/preview-remedy.ts';
import type { CompareRequest } from '../run/compare-runs.ts';
import type { ReportResult } from '../report/render-project-report.ts';
import type { RunWorkload, RunWorkloadRequest } from '../view/run-workload.ts';
import type { SamplePicturesRequest } from '../view/sample-pictures.ts';
import type { ViewProjectRequest } from '../view/view-project.ts';

export interface InspectRequest extends ModelInputOptions {
  readonly file: string;
}

/** Request and result of each job: plain data, which travels between processes. */
export interface JobTypes {
  convert: { request: ConvertRequest; result: ConvertResult };
  simulate: { request: SimulateRequest; result: SimulateResult };
  evaluate: { request: EvaluateRequest; result: EvaluateResult };
  merge: { request: MergeRequest; result: MergeResult };
  bench: { request: BenchRequest; result: BenchResult };
  gpu: { request: GpuReportRequest; result: GpuReport };
  inspect: { request: InspectRequest; result: Inspection };
  inputs: { request: { readonly file: string }; result: ModelInputs };
  preview: { request: PreviewRequest; result: SamplePreview };
  view: { request: ViewProjectRequest; result: ProjectContents };
  'model-graph': { request: ModelGraphRequest; result: ModelGraph };
  'node-details': { request: NodeDetailsRequest; result: ReadonlyMap<string, NodeDetails> };
  iteration: { request: IterationCurveRequest; result: IterationCurve };
  workload: { request: RunWorkloadRequest; result: RunWorkload };
  compare: { request: CompareRequest; result: RunComparison };
  report: { request: { readonly project: string; readonly run: number }; result: ReportResult };
  pictures: { request: SamplePicturesRequest; result: SamplePictures };
  'record-run': { request: RecordRunRequest; result: RecordingResult };
  'recording-size': { request: EvaluateRequest; result: PlannedRecording };
  'layer-facts': { request: LayerFactsRequest; result: LayerCalibrationFacts[] };
  'preview-remedy': { request: PreviewRemedyRequest; result: RemedyPreview };
  calibrate: { request: CalibrateProjectRequest; result: CalibrateProjectResult };
  run: { request: RunPlanRequest; result: RunPlanResult };
  check: { request: CheckRequest; result: null };
  export: { request: ExportRequest; result: ExportResult };
  'preview-export': { request: PreviewExportRequest; result: ExportPreview };
  'preview-plans': { request: PreviewPlansRequest; result: PlansPreview };
  tune: { request: TuneRequest; result: TuneResult };
  'forecast-tuning': { request: TuneRequest; result: TuningForecast };
  'read-tuning': { request: TuningStateRequest; result: TuningState | null };
  'emit-sweep': { request: EmitRequest; result: EmitResult };
  'emit-missing': { request: EmitMissingRequest; result: EmitResult };
  'run-items': { request: RunItemsRequest; result: RunItemsResult };
  'collect-sweep': { request: CollectRequest; result: CollectResult };
  capsule: { request: CapsuleRequest; result: CapsuleResult };
  reproduce: { request: ReproduceRequest; result: ReproduceResult };
  fit: { request: FitRequest; result: FitResult };
  'fit-outline': { request: FitOutlineRequest; result: PlacedNetwork };
  sensitivity: { request: SensitivityRequest; result: SensitivityResult };
  'compare-methods': { request: CompareMethodsRequest; result: CompareMethodsResult };
}

export type JobName = keyof JobTypes;
export type RequestOf<N extends JobName> = JobTypes[N]['request'];
export type ResultOf<N extends JobName> = JobTypes[N]['result'];

type Job<N extends JobName> = (request: RequestOf<N>, context: ServiceContext) => Promise<ResultOf<N>>;

export const JOBS: { readonly [N in JobName]: () => Promise<Job<N>> } = {
  convert: async () => (await import('../model/convert-model.ts')).convertModel,
  simulate: async () => (await import('../run/simulate-model.ts')).simulateModel,
  evaluate: async () => (await import('../run/evaluate-project.ts')).evaluateProject,
  merge: async () => (await import('../run/merge-shards.ts')).mergeShards,
  bench: async () => (await import('../run/bench-model.ts')).benchModel,
  gpu: async () => (await import('../run/gpu-report.ts')).gpuReport,
  inspect: async () => {
    const { inspectModel } = await import('../model/inspect-model.ts');
    return ({ file, ...options }) => inspectModel(file, options);
  },
  inputs: async () => {
    const { modelInputs } = await import('../view/model-inputs.ts');
    return ({ file }) => modelInputs(file);
  },
  preview: async () => (await import('../view/preview-samples.ts')).previewSamples,
  view: async () => (await import('../view/view-project.ts')).viewProject,
  'model-graph': async () => (await import('../view/model-graph.ts')).modelGraph,
  'node-details': async () => (await import('../view/node-details.ts')).projectNodeDetails,
  iteration: async () => (await import('../view/iteration-curve.ts')).iterationCurve,
  'layer-facts': async () => {
    const { layerFacts } = await import('../view/layer-facts.ts');
    return (request) => Promise.resolve(layerFacts(request));
  },
  'preview-remedy': async () => (await import('../run/preview-remedy.ts')).previewRemedy,
  workload: async () => (await import('../view/run-workload.ts')).runWorkload,
  compare: async () => {
    const { compareRunsIn } = await import('../run/compare-runs.ts');
    return (request) => Promise.resolve(compareRunsIn(request));
  },
  report: async () => (await import('../report/render-project-report.ts')).writeReportBeside,
  pictures: async () => (await import('../view/sample-pictures.ts')).samplePictures,
  'record-run': async () => (await import('../spikes/record-run.ts')).recordRun,
  'recording-size': async () => (await import('../spikes/recording-size.ts')).recordingSize,
  calibrate: async () => (await import('../calibrate/calibrate-project.ts')).calibrateProject,
  run: async () => (await import('../run/run-plan.ts')).runPlan,
  check: async () => (await import('../project/check-project/check-file.ts')).checkFile,
  export: async () => (await import('../export/export-project.ts')).exportProject,
  'preview-export': async () => (await import('../export/preview-export.ts')).previewExport,
  'preview-plans': async () => (await import('../export/preview-plans.ts')).previewPlans,
  tune: async () => (await import('../tune/tune-project.ts')).tuneProject,
  'forecast-tuning': async () => (await import('../tune/forecast-tuning.ts')).forecastTuning,
  'read-tuning': async () => {
    const { readTuning } = await import('../tune/read-tuning.ts');
    return (request) => Promise.resolve(readTuning(request));
  },
  'emit-sweep': async () => (await import('../sweep/emit-sweep.ts')).emitSweep,
  'emit-missing': async () => (await import('../sweep/emit-sweep.ts')).emitMissing,
  'run-items': async () => (await import('../sweep/run-items.ts')).runItems,
  'collect-sweep': async () => (await import('../sweep/collect-sweep.ts')).collectSweep,
  capsule: async () => {
    const { exportCapsule } = await import('../capsule/export-capsule.ts');
    return (request, context) => exportCapsule(request, context);
  },
  reproduce: async () => (await import('../capsule/reproduce.ts')).reproduce,
  fit: async () => (await import('../fit/fit-project.ts')).fitProject,
  'fit-outline': async () => (await import('../fit/fit-project.ts')).fitOutline,
  sensitivity: async () => (await import('../tune/sensitivity-project.ts')).sensitivityProject,
  'compare-methods': async () => (await import('../tune/compare-methods.ts')).compareMethods,
};
