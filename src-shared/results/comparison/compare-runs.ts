/**
 * Two runs compared: their shares of right answers with the interval of the difference, their energy, settings and layers. Runs that are
 * not alike are compared as far as possible, and `missing` has a sentence for each thing that is not.
 */
import { stepShares, type StepShares } from '../step-shares.ts';
import { type ComparedRun, isSameModel, runName, unlikeSamples } from './compared-run.ts';
import { comparedLayers } from './layers.ts';
import type { ComparedShares, ComparedStep, RunComparison } from './schema.ts';
import { settingDifferences } from './settings.ts';
import { independentShares, pairedShares, type Wanted } from './shares.ts';
import { comparisonVerdict } from './verdict.ts';

/** The comparison of `second` with `first`. */
export function compareRuns(first: ComparedRun, second: ComparedRun): RunComparison {
  const unlike = unlikeSamples(first, second);
  const compared = pairOf(first, second, unlike === null);
  const [a, b] = [first.report.steps.length, second.report.steps.length];
  const last = compared([a, b]);
  return {
    first: headOf(first),
    second: headOf(second),
    sameSamples: unlike === null,
    last,
    steps: Array.from({ length: Math.min(a, b) }, (_, t) => compared([t + 1, t + 1])),
    verdict: comparisonVerdict(first, second, last),
    missing: missingOf(first, second, unlike),
    settings: settingDifferences(first.report, second.report),
    layers: comparedLayers(first.report, second.report),
  };
}

const headOf = ({ run, name, report }: ComparedRun): RunComparison['first'] => ({
  run,
  name,
  steps: report.steps.length,
  samples: report.settings.dataset.samples,
});

/** A function that compares both runs after a number of steps each. */
function pairOf(first: ComparedRun, second: ComparedRun, isSame: boolean): (steps: [number, number]) => ComparedStep {
  const shares = [stepShares(first.report), stepShares(second.report)] as const;
  const samples = [first.report.settings.dataset.samples, second.report.settings.dataset.samples] as const;
  const records = isSame && first.records && second.records ? ([first.records, second.records] as const) : null;
  const compared = (steps: readonly [number, number], wanted: Wanted): ComparedShares | null => {
    const of = (at: StepShares) => (wanted === 'labels' ? at.accuracy : at.agreement);
    const [a, b] = [of(shares[0][steps[0] - 1]!), of(shares[1][steps[1] - 1]!)];
    if (!a || !b) return null;
    const isPaired = records?.every((one) => wanted === 'float' || one.labels !== null) === true;
    return isPaired ? pairedShares(records, steps, wanted) : independentShares(a, b, samples);
  };
  return (steps) => ({
    steps,
    accuracy: compared(steps, 'labels'),
    agreement: compared(steps, 'float'),
    energyPj: [shares[0][steps[0] - 1]!.energyPj, shares[1][steps[1] - 1]!.energyPj],
  });
}

function missingOf(first: ComparedRun, second: ComparedRun, unlike: string | null): string[] {
  const both = [first, second];
  const without = both.filter(({ report }) => report.ann.accuracy === null);
  const noClasses = both.filter(({ report }) => stepShares(report)[0]!.agreement === null);
  const unkept = both.filter(({ records }) => records === null);
  const independent = 'The intervals are those of independent samples, and there is no paired test.';
  return [
    ...(isSameModel(first, second)
      ? []
      : [
          'The runs are of different models: each agrees with its own float network, and only layers of the same name are compared.',
        ]),
    ...noClasses.map((one) => `${capital(runName(one))} has no class vector as output, so that its answers cannot be compared.`),
    ...(noClasses.length > 0 ? [] : without.map((one) => `${capital(runName(one))} has no labels, and so no accuracy.`)),
    ...(unlike === null ? [] : [`The runs are not of the same samples (${unlike}). ${independent}`]),
    ...(unlike === null && noClasses.length === 0 ? unkept.map((one) => `${reasonOf(one)} ${independent}`) : []),
  ];
}

/** Why a run has no records. */
const reasonOf = (one: ComparedRun): string =>
  `${capital(runName(one))} keeps nothing of its samples. ${one.report.kept?.missing ?? 'It was made by an older version of Spikeloom; a new run keeps them.'}`;

const capital = (text: string): string => `${text[0]!.toUpperCase()}${text.slice(1)}`;
