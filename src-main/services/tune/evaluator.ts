/** Answers the requests of a search: from the project's stored evaluations, or with new ones, which are stored at once. */
import type { EnergyModel } from '../../../src-shared/energy/index.ts';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import type { Message } from '../../../src-shared/message/index.ts';
import { type Plan, stepsOf } from '../../../src-shared/plan/index.ts';
import type { Numbers, TimedRequest, TrialRequest } from '../../../src-shared/tuning/index.ts';
import type { SampleSource } from '../../dataset/index.ts';
import type { ServiceContext } from '../progress.ts';
import type { LoadedEngine } from '../run/load-engine.ts';
import type { MakeNetwork } from './candidate-network.ts';
import {
  type ChargedModels,
  evaluateTrials,
  type TrialBatches,
  type TrialFigures,
  type TrialNetworks,
} from './evaluate-trial.ts';
import { int8Model, type Int8Support } from './int8-support.ts';
import type { Evaluation, Part, TrialStore } from './trial-store.ts';

/** A part of the samples, in batches. */
export interface PartSamples extends Pick<TrialBatches, 'floats'> {
  readonly name: Part;
  readonly source: SampleSource;
  /** Samples per batch. */
  readonly size: number;
}

/** The inputs of all evaluations. */
export interface EvaluatorSetup {
  readonly store: Pick<TrialStore, 'find' | 'add'>;
  readonly make: MakeNetwork;
  readonly model: EnergyModel;
  readonly loaded: LoadedEngine;
  readonly int8: Int8Support;
  /** Receives the requests that were evaluated, without the plans that were found. */
  readonly onTimed?: ((request: TimedRequest) => void) | undefined;
}

/** Answers the requests of a search. */
export interface Evaluator {
  /** The figures of each plan of a request, and what differs under `others`. Null: the plan has no form in the numbers of the request. */
  evaluate(
    request: TrialRequest,
    part: PartSamples,
    others: readonly EnergyModel[],
    context: ServiceContext,
  ): Promise<readonly (TrialFigures | null)[]>;
  /** The reasons for which plans have no form in int8 numbers. */
  notes(): readonly Message[];
}

/** An evaluator. */
export function evaluatorOf(setup: EvaluatorSetup): Evaluator {
  const notes: Message[] = [];
  return {
    notes: () => notes,
    async evaluate(request, part, others, context) {
      const { plans, numbers, from, to } = request;
      const sizes = Array.from({ length: to - from }, (_, i) => Math.min(part.size, part.source.count - (from + i) * part.size));
      const evaluationOf = (plan: Plan): Evaluation => ({ part: part.name, plan, numbers, from, to });
      const found = new Map(plans.map((plan) => [plan, setup.store.find(evaluationOf(plan), sizes) ?? null]));
      const missing = plans.filter((plan) => !found.get(plan));
      if (missing.length > 0) {
        const began = performance.now();
        const trials = await evaluateNew(setup, { ...request, plans: missing }, part, others, context).catch((error: unknown) => {
          if (numbers === 'float32' || !(error instanceof SpikeloomError) || error.code !== 'numbers.unsupported') throw error;
          notes.push(error.sentence);
          return [];
        });
        context.signal.throwIfAborted();
        const ms = performance.now() - began;
        const samples = sizes.reduce((sum, size) => sum + size, 0);
        if (trials.length > 0) setup.onTimed?.({ plans: missing, base: request.base, numbers, samples, ms });
        trials.forEach((trial, i) => {
          setup.store.add(evaluationOf(missing[i]!), trial, ms / missing.length);
          found.set(missing[i]!, trial);
        });
      }
      return plans.map((plan) => found.get(plan)!);
    },
  };
}

async function evaluateNew(
  setup: EvaluatorSetup,
  { plans, base, from, to, numbers }: TrialRequest,
  { source, size, floats }: PartSamples,
  others: readonly EnergyModel[],
  context: ServiceContext,
): Promise<readonly TrialFigures[]> {
  const { signal } = context;
  const { make } = setup;
  const networks = [];
  for (const plan of plans) networks.push(await make(plan, { signal }));
  const steps = stepsOf(plans[0]!);
  const batches = { source, steps, size, from, to, floats };
  const trial = { networks, base: base && numbers === 'float32' ? await make(base, { signal }) : undefined };
  return await evaluateWith(numbers, trial, batches, { ...setup, others }, context);
}

/** Evaluates networks with these numbers. Those in int8 run in the simulator of whole numbers, and are charged by the prices of 8-bit weights. */
export async function evaluateWith(
  numbers: Numbers,
  networks: TrialNetworks,
  batches: TrialBatches,
  { model, loaded, int8, others }: Pick<EvaluatorSetup, 'model' | 'loaded' | 'int8'> & Pick<ChargedModels, 'others'>,
  context: ServiceContext,
): Promise<readonly TrialFigures[]> {
  if (numbers === 'float32') return await evaluateTrials(networks, batches, { model, others, int8: int8.model }, loaded, context);
  const { fixedEngine } = await import('../../engines/fixed/index.ts');
  const engine = fixedEngine({ float: loaded.engine, steps: batches.steps, inputRange: int8.inputRange });
  const models = { model: int8.model!, others: others.map((one) => int8Model(one) ?? one) };
  return await evaluateTrials(networks, batches, models, { ...loaded, engine }, context);
}
