/** What the shown run says of the selected layer. */
import { type ReactElement, useMemo } from 'react';
import { changedSince, useOlderPlan, useWorkbench } from '../../state/index.ts';
import { inspectorTexts as texts } from '../../texts/inspector.ts';
import { count, percent } from '../../ui/format.ts';
import { Facts, Section } from '../facts.tsx';
import { layerFigures, type LayerStep, thinned } from './layer-figures.ts';

const MOST_ROWS = 32;

/** Figures of what thresholds lose, in the order that they are shown in. */
const LOSSES = [
  { figure: 'clipped', name: texts.clippedShare },
  { figure: 'silenced', name: texts.silencedShare },
  { figure: 'cost', name: texts.thresholdCost },
] as const;

/** Figures of the node `node` in the run that is shown. */
export function LayerResults({ node }: { readonly node: string }): ReactElement | null {
  const shown = useWorkbench(({ shownRun }) => shownRun);
  const graph = useWorkbench(({ project }) => project?.graph);
  const figures = useMemo(() => (shown && graph ? layerFigures(shown.report, graph, node) : null), [shown, graph, node]);
  if (!shown) return <p className="inspector-note inspector-hint">{texts.noResults}</p>;
  if (!figures) return null;
  const { rows, every } = thinned(figures.steps, MOST_ROWS);
  const last = figures.steps.at(-1)!;
  return (
    <Section title={texts.results(shown.id)} aside={<span className="inspector-aside">{texts.lastStep(last.step)}</span>}>
      <Facts
        facts={[
          ...(figures.firingRate === null
            ? []
            : [
                [texts.firingRate, texts.meanOfSteps(percent(figures.firingRate))] as const,
                [
                  texts.conversionError,
                  figures.conversionError === null ? texts.notRecorded : percent(figures.conversionError),
                ] as const,
                ...LOSSES.map(
                  ({ name, figure }) =>
                    [name, figures.losses === null ? texts.notMeasured : percent(figures.losses[figure])] as const,
                ),
              ]),
          [texts.energyShare, percent(figures.energyShare)],
        ]}
      />
      {figures.remedy !== null && (
        <p className="inspector-remedy" role="note">
          {texts.thresholdsLose} {figures.remedy}
        </p>
      )}
      <OlderPlan node={node} />
      <StepTable rows={rows} />
      {figures.counted.length > 0 && <p className="inspector-note">{texts.operationsOf(figures.counted)}</p>}
      {every > 1 && <p className="inspector-note">{texts.everyStep(every)}</p>}
    </Section>
  );
}

/** Says that the run used another plan, and whether the layer itself was set otherwise. */
function OlderPlan({ node }: { readonly node: string }): ReactElement | null {
  const older = useOlderPlan();
  const now = useWorkbench(({ history }) => history?.plan);
  const layer = useWorkbench(({ project }) => project?.graph.layers.find((one) => one.node === node));
  if (!older || !now) return null;
  const own = layer ? changedSince(older.plan, now, layer) : null;
  return (
    <p className="inspector-older" role="note">
      {texts.resultsOlder(older.version, own)}
    </p>
  );
}

const StepTable = ({ rows }: { readonly rows: readonly LayerStep[] }): ReactElement => (
  <div className="inspector-steps">
    <table>
      <thead>
        <tr>
          <th scope="col">{texts.step}</th>
          <th scope="col" title={texts.firingRateAbout}>
            {texts.firingRateShort}
          </th>
          <th scope="col" title={texts.conversionErrorAbout}>
            {texts.conversionErrorShort}
          </th>
          <th scope="col">{texts.operations}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ step, firingRate, error, operations }) => (
          <tr key={step}>
            <th scope="row">{step}</th>
            <td>{percent(firingRate)}</td>
            <td>{percent(error)}</td>
            <td>{operations === null ? '–' : count(Math.round(operations))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
