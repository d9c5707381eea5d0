/** Which classes are confused: a matrix of few classes, the most confused pairs of many. A cell or pair shows its samples. */
import { type ReactElement, type ReactNode, useMemo, useState } from 'react';
import { drawPlot, svgOf } from '../../src-shared/charts/index.ts';
import {
  confusedPairs,
  type ConfusionOf,
  confusionOf,
  MOST_MATRIX_CLASSES,
  type SampleFilter,
} from '../../src-shared/results/index.ts';
import { ChartFrame } from '../charts/index.ts';
import { samplesTexts as texts } from '../texts/samples.ts';
import { whole } from '../ui/format.ts';
import { SegmentedControl, VirtualList } from '../ui/index.ts';
import { type NameOf, signed } from './class-names.ts';
import { ConfusionMatrix } from './confusion-matrix.tsx';
import { confusionPlot, confusionTable } from './confusion-plot.ts';
import type { RunSamples } from './use-records.ts';

export interface ConfusionPartProps {
  readonly run: RunSamples;
  readonly filter: SampleFilter;
  readonly nameOf: NameOf;
  readonly onFilter: (change: Partial<SampleFilter>) => void;
}

const OFS = ['float', 'spiking', 'difference'] as const;
/** The network whose answers a cell of a matrix counts. */
const networkOf = (of: ConfusionOf): SampleFilter['of'] => (of === 'difference' ? 'one' : of);

export function ConfusionPart({ run, filter, nameOf, onFilter }: ConfusionPartProps): ReactElement {
  const [of, setOf] = useState<ConfusionOf>('spiking');
  const network = networkOf(of);
  const isShown = filter.kind === 'all' && filter.of === network;
  /** Shows the samples of a cell, or all samples again. */
  const choose = (label: number, answer: number): void =>
    onFilter(
      isShown && filter.label === label && filter.answer === answer
        ? { label: null, answer: null }
        : { kind: 'all', label, answer, of: network },
    );
  const chosen = isShown && filter.label !== null && filter.answer !== null ? ([filter.label, filter.answer] as const) : null;
  const parts = { run, step: filter.step, of, nameOf, chosen, onChoose: choose };
  const choice = (
    <SegmentedControl
      label={texts.confusionOf}
      value={of}
      options={OFS.map((value) => ({ value, label: texts.confusions[value] }))}
      onChange={setOf}
    />
  );
  return (
    <section className="samples-part samples-confusion" aria-label={texts.confusion}>
      {run.records.labels === null ? (
        <>
          <header className="samples-part-head">
            <h3>{texts.confusion}</h3>
          </header>
          <p className="samples-note">{texts.noConfusion}</p>
        </>
      ) : run.classes <= MOST_MATRIX_CLASSES ? (
        <Matrix {...parts}>{choice}</Matrix>
      ) : (
        <>
          <header className="samples-part-head">
            <h3>{texts.confusion}</h3>
            {choice}
          </header>
          <Pairs {...parts} />
        </>
      )}
    </section>
  );
}

interface PartProps {
  readonly run: RunSamples;
  readonly step: number;
  readonly of: ConfusionOf;
  readonly nameOf: NameOf;
  readonly chosen: readonly [label: number, answer: number] | null;
  readonly onChoose: (label: number, answer: number) => void;
}

function Matrix({ run: { records, classes }, children, ...props }: PartProps & { readonly children: ReactNode }): ReactElement {
  const { step, of, nameOf } = props;
  const [closer, setCloser] = useState(1);
  const confusion = useMemo(() => confusionOf(records, classes, step)!, [records, classes, step]);
  const without = records.samples - confusion[of === 'float' ? 'float' : 'spiking'].reduce((a, b) => a + b, 0);
  const title = texts.matrix(texts.confusions[of]);
  return (
    <ChartFrame
      className="samples-confused"
      title={texts.confusion}
      about={of === 'difference' ? texts.differenceAbout : texts.confusionAbout}
      legend={children}
      onResetZoom={closer === 1 ? undefined : () => setCloser(1)}
      table={() => confusionTable(confusion, of, nameOf)}
      svg={() => svgOf(drawPlot(confusionPlot(confusion, of, nameOf), { ...PICTURE, names: 'above' }), title)}
    >
      <div className="samples-grid">
        {without > 0 ? <p className="samples-note">{texts.withoutAnswer(whole(without))}</p> : null}
        <ConfusionMatrix confusion={confusion} closer={closer} onCloser={setCloser} {...props} />
      </div>
    </ChartFrame>
  );
}

/** Size of a copied picture in px. */
const PICTURE = { width: 640, height: 560 } as const;

function Pairs({ run: { records, classes }, step, of, nameOf, chosen, onChoose }: PartProps): ReactElement {
  const pairs = useMemo(() => confusedPairs(records, step, of)!, [records, step, of]);
  const name = texts.pairs(texts.confusions[of]);
  if (pairs.length === 0) return <p className="samples-note">{texts.noPairs}</p>;
  return (
    <>
      <p className="samples-note">{texts.pairsAbout(whole(classes))}</p>
      <div className="samples-pair samples-row-head" aria-hidden>
        <span>
          {texts.columns.label} → {texts.columnAnswer}
        </span>
        {OFS.map((one) => (
          <span key={one} className="samples-number">
            {texts.confusions[one]}
          </span>
        ))}
      </div>
      <div className="samples-pairs">
        <VirtualList
          key={`${of} ${step}`}
          label={name}
          items={pairs}
          keyOf={({ label, answer }) => `${label} ${answer}`}
          rowHeight={24}
          selected={chosen === null ? -1 : pairs.findIndex(({ label, answer }) => label === chosen[0] && answer === chosen[1])}
          onChoose={({ label, answer }) => onChoose(label, answer)}
          render={({ label, answer, float, spiking, difference }) => (
            <div className="samples-pair">
              <span>{texts.pair(nameOf(label), nameOf(answer))}</span>
              <span className="samples-number">{whole(float)}</span>
              <span className="samples-number">{whole(spiking)}</span>
              <span className="samples-number">{signed(difference)}</span>
            </div>
          )}
        />
      </div>
    </>
  );
}
