/** The chosen run against the pinned baseline: the verdict, the shares after every step, the settings and the layers that differ. */
import type { ReactElement } from 'react';
import type { RunSummary } from '../../../src-shared/contract/index.ts';
import type { Plan } from '../../../src-shared/plan/index.ts';
import { type ComparedShares, type ComparedStep, pText, type RunComparison } from '../../../src-shared/results/index.ts';
import { host } from '../../host/client.ts';
import { attempt, planOfVersion, showRunsDifference, useAnswer, useWorkbench } from '../../state/index.ts';
import { runsTexts as texts } from '../../texts/runs.ts';
import { percent, points, ratio, whole } from '../../ui/format.ts';
import { Button, EmptyState, ErrorPanel, Tooltip } from '../../ui/index.ts';
import { runTitle } from './columns.ts';
import { RunHeads } from './comparison-heads.tsx';
import { LayerChanges } from './layer-changes.tsx';

export interface ComparisonProps {
  readonly baseline: RunSummary | null;
  readonly run: RunSummary | null;
}

export function Comparison({ baseline, run }: ComparisonProps): ReactElement {
  const path = useWorkbench(({ project }) => project?.path ?? '');
  const isReadOnly = useWorkbench(({ project }) => (project?.readOnly ?? null) !== null);
  const isReady = baseline?.state === 'done' && run?.state === 'done' && baseline.id !== run.id;
  const request = { path, first: baseline?.id ?? 0, second: run?.id ?? 0 };
  // Names are part of the sentences.
  const key = isReady ? [path, request.first, request.second, baseline.name, run.name].join('\n') : null;
  const answer = useAnswer('run.compare', request, key);
  if (!baseline) {
    const pin = (id: number): void => attempt(() => host().call('run.pin', { path, id }));
    return (
      <EmptyState
        title={texts.noBaseline}
        action={
          run?.state === 'done' ? (
            <Button variant="primary" disabled={isReadOnly} onClick={() => pin(run.id)}>
              {texts.pinRun(runTitle(run))}
            </Button>
          ) : null
        }
      >
        {texts.noBaselineHint}
      </EmptyState>
    );
  }
  if (!run || run.id === baseline.id)
    return <EmptyState title={texts.sameRun(runTitle(baseline))}>{texts.sameRunHint}</EmptyState>;
  if (!isReady) {
    const other = run.state === 'done' ? baseline : run;
    return <EmptyState title={texts.notDone(runTitle(other), texts.states[other.state])}>{texts.sameRunHint}</EmptyState>;
  }
  if (answer.state === 'waiting') return <EmptyState title={texts.comparing} />;
  if (answer.state === 'failed') return <ErrorPanel title={texts.compareFailed} error={answer.error} onRetry={answer.retry} />;
  return <Compared comparison={answer.value} baseline={baseline} run={run} />;
}

interface ComparedProps {
  readonly comparison: RunComparison;
  readonly baseline: RunSummary;
  readonly run: RunSummary;
}

/** Colours the graph by the difference, and marks the layers that both plans treat differently. */
async function showOnGraph({ comparison, baseline, run }: ComparedProps): Promise<void> {
  const [from, to] = await Promise.all([planOfVersion(baseline.version), planOfVersion(run.version)]);
  const side = (one: RunSummary, plan: Plan) => ({ name: runTitle(one), run: one.id, plan });
  showRunsDifference(comparison, side(baseline, from), side(run, to));
}

const Compared = ({ comparison, baseline, run }: ComparedProps): ReactElement => (
  <div className="runs-compare">
    {/* Scrolls in a narrow window, so that the keyboard must reach it. */}
    <div className="runs-verdict selectable" tabIndex={0} role="group" aria-label={texts.parts.compare}>
      <p role="status">{comparison.verdict}</p>
      {comparison.missing.map((sentence) => (
        <p key={sentence} className="runs-missing">
          {sentence}
        </p>
      ))}
      <Tooltip text={texts.showRunsHint}>
        <Button variant="quiet" onClick={() => attempt(() => showOnGraph({ comparison, baseline, run }))}>
          {texts.showRuns}
        </Button>
      </Tooltip>
    </div>
    <div className="runs-compare-body">
      <StepTable comparison={comparison} />
      <LayerChanges comparison={comparison} />
      <SettingTable comparison={comparison} />
    </div>
  </div>
);

function StepTable({ comparison }: { readonly comparison: RunComparison }): ReactElement {
  const { steps, last } = comparison;
  const what = last.accuracy ? 'accuracy' : 'agreement';
  const shares = last[what];
  const rows = last.steps[0] === last.steps[1] ? steps : [...steps, last];
  const pairs = shares?.method === 'paired' ? texts.pairs(whole(shares.samples[0])) : texts.independent;
  const columns = texts.compareColumns;
  return (
    <section className="runs-part" aria-label={texts[what]}>
      <h3 title={shares ? texts.methods[shares.method] : undefined}>{texts.overSteps(texts[what], pairs)}</h3>
      <div className="runs-scroll selectable" tabIndex={0} role="group" aria-label={texts.overSteps(texts[what], pairs)}>
        <table>
          <thead>
            <tr>
              <th scope="col">{columns.step}</th>
              <RunHeads comparison={comparison} />
              <th scope="col">{columns.difference}</th>
              <th scope="col">{columns.interval}</th>
              <th scope="col">{columns.p}</th>
              <th scope="col">{columns.energy}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <StepRow key={row.steps.join()} row={row} shares={row[what]} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function StepRow({ row, shares }: { readonly row: ComparedStep; readonly shares: ComparedShares | null }): ReactElement {
  const [[a, b], [before, after]] = [row.steps, row.energyPj];
  return (
    <tr data-noise={shares?.isNoise || undefined} title={shares ? texts.methods[shares.method] : undefined}>
      <th scope="row">{a === b ? a : `${a} / ${b}`}</th>
      <td>{percent(shares?.first.value)}</td>
      <td>{percent(shares?.second.value)}</td>
      <td>{points(shares?.difference.value ?? null)}</td>
      <td>{shares ? `${points(shares.difference.low)} … ${points(shares.difference.high)}` : '–'}</td>
      <td>
        {typeof shares?.p === 'number' ? pText(shares.p) : '–'}
        {shares?.isNoise ? <small> {texts.noise}</small> : null}
      </td>
      <td>{before > 0 ? ratio(after / before) : '–'}</td>
    </tr>
  );
}

const SettingTable = ({ comparison }: { readonly comparison: RunComparison }): ReactElement => (
  <section className="runs-part" aria-label={texts.settings}>
    <h3>{texts.settings}</h3>
    {comparison.settings.length === 0 ? (
      <p className="runs-note">{texts.noSettings}</p>
    ) : (
      <div className="runs-scroll selectable" tabIndex={0} role="group" aria-label={texts.settings}>
        <table className="runs-texts">
          <thead>
            <tr>
              <th scope="col">{texts.setting}</th>
              <RunHeads comparison={comparison} />
            </tr>
          </thead>
          <tbody>
            {comparison.settings.map(({ setting, first, second }) => (
              <tr key={setting}>
                <th scope="row">{setting}</th>
                <td>{first ?? <em>{texts.notSet}</em>}</td>
                <td>{second ?? <em>{texts.notSet}</em>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    )}
  </section>
);
