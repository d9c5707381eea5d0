/** All runs of the project: their table, the comparison of one with the pinned baseline, and what they cost for what they reach. */
import { type ReactElement, useEffect, useMemo, useState } from 'react';
import type { RunSummary } from '../../../src-shared/contract/index.ts';
import { attempt, removeRuns, showRun, useViewLayout, useWorkbench } from '../../state/index.ts';
import { runsTexts as texts } from '../../texts/runs.ts';
import { EmptyState, SegmentedControl } from '../../ui/index.ts';
import { Comparison } from './comparison.tsx';
import { ParallelView } from './parallel-view.tsx';
import { ParetoView } from './pareto-view.tsx';
import { RunActions } from './run-actions.tsx';
import { RunTable } from './run-table.tsx';
import { keepRunsLayout, PARTS, readRunsLayout, RUNS_LAYOUT } from './runs-layout.ts';
import './runs.css';

/** The runs panel. */
export function RunsView(): ReactElement {
  const runs = useWorkbench(({ runs }) => runs);
  const baseline = useWorkbench(({ project }) => project?.baseline ?? null);
  const stored = useViewLayout(RUNS_LAYOUT);
  const layout = useMemo(() => readRunsLayout(stored), [stored]);
  const [chosen, choose] = useChosen(runs);
  // A pinned run may have been removed.
  const pinned = runs.find(({ id }) => id === baseline) ?? null;
  if (runs.length === 0) {
    return (
      <section className="runs" aria-label={texts.title}>
        <EmptyState title={texts.empty}>{texts.emptyHint}</EmptyState>
      </section>
    );
  }
  const remove = (): void => {
    if (chosen) attempt(() => removeRuns([chosen.id]));
  };
  return (
    <section className="runs" aria-label={texts.title}>
      <h2 className="visually-hidden">{texts.title}</h2>
      <header className="runs-head">
        <SegmentedControl
          label={texts.partsName}
          value={layout.part}
          options={PARTS.map((value) => ({ value, label: texts.parts[value] }))}
          onChange={(part) => keepRunsLayout({ part })}
        />
        <RunActions runs={runs} chosen={chosen} baseline={pinned} layout={layout} onRemove={remove} />
      </header>
      {layout.part === 'table' && (
        <RunTable
          runs={runs}
          layout={layout}
          baseline={pinned?.id ?? null}
          chosen={chosen?.id ?? null}
          onChoose={choose}
          onRemove={remove}
        />
      )}
      {layout.part === 'compare' && <Comparison baseline={pinned} run={chosen} />}
      {layout.part === 'pareto' && <ParetoView runs={runs} chosen={chosen} energy={layout.energy} onChoose={choose} />}
      {layout.part === 'parallel' && <ParallelView runs={runs} chosen={chosen} onChoose={choose} />}
    </section>
  );
}

/** Hook: the run that is chosen here. A finished one is also shown in results and overlays, and one that is shown there is chosen here. */
function useChosen(runs: readonly RunSummary[]): [RunSummary | null, (run: RunSummary) => void] {
  const shown = useWorkbench(({ shownRun }) => shownRun?.id ?? null);
  const [id, setId] = useState(shown);
  useEffect(() => void setId(shown), [shown]);
  const choose = (run: RunSummary): void => {
    setId(run.id);
    if (run.state === 'done') attempt(() => showRun(run.id));
  };
  return [runs.find((run) => run.id === id) ?? null, choose];
}
