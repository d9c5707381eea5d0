/** The comparison of methods: one button evaluates them on the same samples; one chart, one list, and the plan of a point, to be applied. */
import { type ReactElement, useMemo, useState } from 'react';
import type { JobState, MethodsOnSamples } from '../../src-shared/contract/index.ts';
import { type MethodPoint, methodsChart } from '../../src-shared/charts/index.ts';
import { ENERGY_MODELS } from '../../src-shared/energy/index.ts';
import type { Note } from '../../src-shared/message/index.ts';
import { diffPlans, parsePlan, stepsOf } from '../../src-shared/plan/index.ts';
import { Chart } from '../charts/index.ts';
import { host } from '../host/client.ts';
import { MeasurementForm } from '../measurement/index.ts';
import { attempt, useMeasuredJob, useMeasurementJob, useWorkbench, workbench } from '../state/index.ts';
import { methodsTexts as texts } from '../texts/methods.ts';
import { format, percent, whole } from '../ui/format.ts';
import { EmptyState, ErrorPanel, NumberInput, SegmentedControl } from '../ui/index.ts';
import { ChosenMethod } from './chosen-method.tsx';
import { useMethodsLayout } from './layout.ts';
import { LeftOut } from './left-out.tsx';
import { MethodList } from './method-list.tsx';
import { type Choice, chosenPoint, intervalText, tableOfMethods } from './rows.ts';
import './methods.css';

/** The methods panel. */
export function MethodsView(): ReactElement {
  const job = useMeasurementJob('methods');
  const measured = useMeasuredJob('methods');
  return (
    <section className="measurement" aria-label={texts.title}>
      <h2 className="visually-hidden">{texts.title}</h2>
      <StartForm job={job} />
      {job?.state === 'failed' && job.error ? <ErrorPanel title={texts.failed} error={job.error} /> : null}
      {job?.state === 'cancelled' ? (
        <p role="status" className="methods-summary">
          {texts.cancelled}
        </p>
      ) : null}
      {measured?.methods ? (
        <Compared key={measured.id} {...measured.methods} notes={measured.notes} />
      ) : job?.state === 'failed' ? null : (
        <Nothing />
      )}
    </section>
  );
}

function Nothing(): ReactElement {
  const [{ dataset }] = useMethodsLayout();
  return <EmptyState title={texts.empty}>{dataset === null ? texts.noSource : texts.emptyHint}</EmptyState>;
}

function StartForm({ job }: { readonly job: JobState | undefined }): ReactElement {
  const [choices, change] = useMethodsLayout();
  const plan = useWorkbench(({ history }) => history?.plan);
  const start = (dataset: string): void => {
    const { project, settings } = workbench();
    const { samples, steps, model: energyModel } = choices;
    if (!project) return;
    const { engine, threads } = settings;
    attempt(() => host().call('methods.start', { path: project.path, dataset, samples, steps, energyModel, engine, threads }));
  };
  return (
    <MeasurementForm
      {...{ choices, job }}
      onChange={change}
      leastSamples={1}
      phase="comparing methods"
      start={texts.start}
      onStart={start}
    >
      <small aria-hidden title={texts.stepsHint}>
        {texts.steps}
      </small>
      <NumberInput
        label={texts.steps}
        value={choices.steps ?? undefined}
        whole
        min={1}
        step={1}
        placeholder={plan ? String(stepsOf(plan)) : ''}
        onCommit={(steps) => change({ steps })}
        onClear={() => change({ steps: null })}
      />
    </MeasurementForm>
  );
}

const PARTS = ['methods', 'chosen', 'more'] as const;

interface ComparedProps extends MethodsOnSamples {
  readonly notes: readonly Note[];
}

function Compared({ dataset, comparison, notes }: ComparedProps): ReactElement {
  const [chosen, setChosen] = useState<Choice | null>(null);
  const [part, setPart] = useState<(typeof PARTS)[number]>('methods');
  const point = chosenPoint(comparison, chosen);
  const more = comparison.left_out.length + notes.length;
  const choose = ({ method, step }: MethodPoint): void => setChosen({ id: method.id, step: step.step });
  return (
    <>
      <Summary dataset={dataset} comparison={comparison} />
      <div className="methods-compared">
        <MethodsChart
          comparison={comparison}
          chosen={point}
          onChoose={(next) => {
            choose(next);
            setPart('chosen');
          }}
        />
        <section className="found-plan-side" aria-label={texts.partsName}>
          <SegmentedControl
            label={texts.partsName}
            value={part}
            options={PARTS.filter((value) => value !== 'more' || more > 0).map((value) => ({
              value,
              label: value === 'more' ? texts.counted(texts.parts.more, more) : texts.parts[value],
            }))}
            onChange={setPart}
          />
          {part === 'methods' ? <MethodList comparison={comparison} chosen={point} onChoose={choose} /> : null}
          {part === 'chosen' ? <ChosenMethod point={point} /> : null}
          {part === 'more' ? <LeftOut methods={comparison.left_out} notes={notes} /> : null}
        </section>
      </div>
    </>
  );
}

/** On what was compared, and whether the working plan is still the one of then. */
function Summary({ dataset, comparison }: MethodsOnSamples): ReactElement {
  const now = useWorkbench(({ history }) => history?.plan);
  const { methods, samples, float, energy_model: model } = comparison;
  const name = ENERGY_MODELS.find(({ id }) => id === model)?.name ?? model;
  const then = useMemo(() => {
    const own = methods.find(({ id }) => id === 'plan');
    return own && parsePlan(JSON.stringify(own.plan));
  }, [methods]);
  const isOlder = now !== undefined && then !== undefined && diffPlans(then, now).length > 0;
  const about = float.accuracy
    ? texts.float(`${percent(float.accuracy.value)} (${intervalText(float.accuracy)})`)
    : texts.noLabels;
  const words = `${about} ${texts.measured(whole(samples), dataset, name)}`;
  return (
    <p className="methods-summary selectable" title={words}>
      {isOlder ? <strong>{texts.older} </strong> : null}
      {words}
    </p>
  );
}

interface MethodsChartProps extends Pick<MethodsOnSamples, 'comparison'> {
  readonly chosen: MethodPoint | undefined;
  readonly onChoose: (point: MethodPoint) => void;
}

function MethodsChart({ comparison, chosen, onChoose }: MethodsChartProps): ReactElement {
  const { methods, float } = comparison;
  const chart = useMemo(() => methodsChart(methods, float.energy_pj, format, chosen), [methods, float, chosen]);
  if (!chart) return <EmptyState title={texts.unpriced} />;
  return (
    <Chart
      className="found-plan-chart"
      title={chart.title}
      about={`${chart.about} ${texts.chartAbout}`}
      plot={chart.plot}
      table={() => tableOfMethods(comparison)}
      onChoose={(spot) => {
        const point = chart.pointAt(spot);
        if (point) onChoose(point);
      }}
    />
  );
}
