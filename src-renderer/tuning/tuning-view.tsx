/** The search for the best plan within a budget: what to search for, the plans that were tried, and what came of it. */
import { type ReactElement, useMemo, useState } from 'react';
import { freeLayers, type Objective, pointKey, type TrialPoint } from '../../src-shared/tuning/index.ts';
import { setViewLayout, useViewLayout, useWorkbench } from '../state/index.ts';
import { tuningTexts as texts } from '../texts/tuning.ts';
import { EmptyState, ErrorPanel, SegmentedControl } from '../ui/index.ts';
import { ChosenPlan } from './chosen-plan.tsx';
import { type Draft, readDraft } from './draft.ts';
import { FrontChart } from './front-chart.tsx';
import { triedPlans } from './front.ts';
import { PresetPart } from './preset-part.tsx';
import { ResultPart } from './result-part.tsx';
import { SearchBar } from './search-bar.tsx';
import { SearchForm } from './search-form.tsx';
import { TrialTable } from './trial-table.tsx';
import { type Tuning, useTuning } from './use-tuning.ts';
import './tuning.css';

/** What the layout remembers it by. */
const NAME = 'tuning';
const PARTS = ['result', 'table', 'chosen'] as const;
type Part = (typeof PARTS)[number];

/** The tuning panel. */
export function TuningView(): ReactElement | null {
  const path = useWorkbench(({ project }) => project?.path ?? null);
  return path === null ? null : <OfProject key={path} path={path} />;
}

function OfProject({ path }: { readonly path: string }): ReactElement {
  const tuning = useTuning(path);
  const samples = useWorkbench(({ project }) => project?.dataset ?? null);
  const stored = useViewLayout(NAME);
  const draft = useMemo(() => readDraft(stored, samples), [stored, samples]);
  const change = (part: Partial<Draft>): void => setViewLayout(NAME, { ...draft, ...part });
  return (
    <section className="tuning" aria-label={texts.title}>
      <h2 className="visually-hidden">{texts.title}</h2>
      <section className="tuning-form" aria-label={texts.form}>
        <SearchBar {...tuning} draft={draft} />
        <FixedLayers />
        <PresetPart onChange={change} />
        <SearchForm draft={draft} onChange={change} />
      </section>
      <Found tuning={tuning} minimise={draft.minimise} />
    </section>
  );
}

/** Layers that the plan's rules name are kept: a search that may change none of them finds little. */
function FixedLayers(): ReactElement | null {
  const plan = useWorkbench(({ history }) => history?.plan ?? null);
  const layers = useWorkbench(({ project }) => project?.graph.layers ?? null);
  if (!plan || !layers) return null;
  const fixed = layers.length - freeLayers(plan, layers).length;
  return fixed === 0 ? null : <p className="tuning-note">{texts.fixed(fixed, layers.length)}</p>;
}

interface FoundProps {
  readonly tuning: Tuning;
  /** What is minimised if no search is stored that says so. */
  readonly minimise: Objective;
}

function Found({ tuning: { stored, points, job }, minimise: wanted }: FoundProps): ReactElement {
  const kept = stored.state === 'here' ? stored.value : null;
  const minimise = kept?.choices.minimise ?? wanted;
  const tried = useMemo(() => triedPlans(points, minimise), [points, minimise]);
  const [key, setKey] = useState<string | null>(null);
  const result = job?.state === 'running' ? null : (kept?.result ?? null);
  const [part, setPart] = useState<Part | null>(null);
  const shown = part ?? (result ? 'result' : 'table');
  const chosen = points.find((one) => pointKey(one) === key);
  const choose = (point: TrialPoint): void => setKey(pointKey(point));
  if (stored.state === 'failed' && points.length === 0)
    return <ErrorPanel title={texts.readFailed} error={stored.error} onRetry={stored.retry} />;
  if (points.length === 0) {
    if (job?.state === 'running') return <EmptyState title={texts.beginning} />;
    if (stored.state === 'waiting') return <EmptyState title={texts.reading} />;
    return <EmptyState title={texts.emptyTitle}>{texts.empty}</EmptyState>;
  }
  return (
    <>
      <FrontChart
        tried={tried}
        chosen={chosen}
        onChoose={(point) => {
          choose(point);
          setPart('chosen');
        }}
      />
      <section className="found-plan-side" aria-label={texts.partsName}>
        <SegmentedControl
          label={texts.partsName}
          value={shown}
          options={PARTS.map((value) => ({ value, label: texts.parts[value], disabled: value === 'result' && !result }))}
          onChange={setPart}
        />
        {shown === 'result' && result ? <ResultPart result={result} /> : null}
        {shown === 'table' || (shown === 'result' && !result) ? (
          <TrialTable tried={tried} minimise={minimise} chosen={chosen} onChoose={choose} />
        ) : null}
        {shown === 'chosen' ? <ChosenPlan point={chosen ?? tried.best} /> : null}
      </section>
    </>
  );
}
