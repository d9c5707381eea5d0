/** The exporter of NIR: one file, written for one of its readers. */
import { setImmediate } from 'node:timers/promises';
import { messageOf, SpikeloomError } from '../../../src-shared/errors/index.ts';
import { type ExportOptions, NIR_READERS, type NirProfile } from '../../../src-shared/export/index.ts';
import { say } from '../../../src-shared/message/index.ts';
import { isLeaky } from '../../../src-shared/plan/index.ts';
import type { SpikingNetwork } from '../../../src-shared/spiking/index.ts';
import { sizeOf } from '../../../src-shared/tensor/index.ts';
import type { ExportedModel, Exporter, ExportSubject, RunContext, RunInput, StepValues } from '../exporter.ts';
import { buildNir, nirObstacles, readAsSimulated } from './build.ts';
import { nirCard } from './card.ts';
import { differencesOf } from './differences.ts';
import { unsupported } from './unsupported.ts';
import { hdf5Ready, readNir, writeNir } from './hdf5.ts';
import { compileNir, type RunRules } from './interpreter.ts';
import { nirPlan } from './plan.ts';

const fileOf = ({ name }: ExportSubject): string => `${name}.nir`;

const profileOf = ({ profile = 'generic' }: ExportOptions): NirProfile => profile;

/** Loads HDF5 and returns the exporter. */
export async function loadNirExporter(): Promise<Exporter> {
  await hdf5Ready();
  return nirExporter;
}

const nirExporter: Exporter = {
  compared: 'steps',
  obstacles: (spiking, options) => nirObstacles(spiking, profileOf(options)),
  adapted: nirPlan,
  write(subject, options) {
    const profile = profileOf(options);
    const { graph, obstacles, start } = buildNir(subject.spiking, profile, metadataOf(subject, profile));
    if (obstacles.length > 0) throw unsupported(obstacles);
    return {
      files: new Map([[fileOf(subject), writeNir(graph)]]),
      states: [],
      differences: differencesOf(subject.spiking, profile, start),
    };
  },
  run: (subject, options, exported, input, context) =>
    runFile(subject, exported, input, context, () => meant(subject.spiking, profileOf(options))),
  target(subject, options) {
    const profile = profileOf(options);
    const reader = NIR_READERS[profile];
    return {
      profile,
      label: reader.label,
      facts: reader.facts,
      exact: readAsSimulated(subject.spiking, profile),
      run: (one, _, exported, input, context) =>
        runFile(one, exported, input, context, () => ({ reader, neurons: 'read', initial: NO_START })),
    };
  },
  instructions: (subject, options) => nirCard(subject, fileOf(subject), profileOf(options)),
};

const NO_START = (): number => 0;

/** The rules under which a file computes what was simulated: those of its reader if they are Spikeloom's, otherwise Spikeloom's. */
function meant(spiking: SpikingNetwork, profile: NirProfile): RunRules {
  const reader = NIR_READERS[profile];
  if (readAsSimulated(spiking, profile)) return { reader, neurons: 'read', initial: NO_START };
  const { leftOut } = buildNir(spiking, profile, {});
  return { reader, neurons: 'simulated', initial: (node) => leftOut.get(node) ?? 0 };
}

/** Metadata of the file, for people: no reader looks at it. */
function metadataOf({ spiking, steps, version }: ExportSubject, profile: NirProfile) {
  const { label, dt, fire } = NIR_READERS[profile];
  return {
    spikeloom: version,
    profile,
    reader: label,
    steps,
    dt,
    coding: spiking.coding,
    simulated_reset: 'subtract the threshold',
    simulated_initial: startsOf(spiking),
    reader_reset: fire.if.reset === 'subtract' ? 'subtract the threshold' : 'to 0',
    v_min: Number.isFinite(fire.if.lowest) ? `${fire.if.lowest} threshold` : 'none',
  };
}

/** The starts of the simulation: one for all layers, and those of layers whose plan has another. */
function startsOf({ stages }: SpikingNetwork): string {
  const own = stages.flatMap((stage) =>
    stage.kind === 'neuron' && stage.initial !== undefined ? [`${stage.name}: ${stage.initial}`] : [],
  );
  return ['half of the threshold', ...own].join('; ');
}

/** Runs the file sample by sample, each for all steps. */
async function runFile(
  subject: ExportSubject,
  { files }: ExportedModel,
  { samples, batch }: RunInput,
  { signal, onProgress }: RunContext,
  rulesOf: () => RunRules,
): Promise<StepValues> {
  const { spiking, steps } = subject;
  const { network, coding, tau } = spiking;
  const graph = readNir(files.get(fileOf(subject))!);
  const start = sizeOf(Array.from(graph.nodes.get('input')?.fields.get('shape')?.data ?? [], Number));
  const size = samples.length / batch;
  const spare = start - size;
  const make = compiled(() => compileNir(graph, rulesOf()));
  const leak = isLeaky(coding) ? tau : 1;
  const width = sizeOf(network.shapes.get(network.outputs[0]!.value)!.slice(1));
  const values = new Float64Array(steps * batch * width);
  for (let sample = 0; sample < batch; sample++) {
    const step = make();
    const x = Float64Array.from(samples.subarray(sample * size, (sample + 1) * size));
    for (let t = 0; t < steps; t++) {
      // A leaky coding multiplies the input of step t by τᵗ and divides its output.
      const scale = leak ** t;
      const input = new Float64Array(size + spare).fill(t === 0 ? 1 : 0);
      for (let i = 0; i < size; i++) input[i] = x[i]! * scale;
      const output = step(input);
      const at = (t * batch + sample) * width;
      for (let i = 0; i < width; i++) values[at + i] = output[i]! / scale;
      onProgress?.((sample + (t + 1) / steps) / batch);
      await setImmediate();
      signal.throwIfAborted();
    }
  }
  return [values];
}

/** The result of `compile`. Throws `engine.failed` for a graph that the reader would refuse. */
function compiled<T>(compile: () => T): T {
  try {
    return compile();
  } catch (cause) {
    throw new SpikeloomError('engine.failed', say`The NIR file cannot be run: ${messageOf(cause)}.`, { cause });
  }
}
