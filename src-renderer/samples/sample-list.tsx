/** The samples that are shown, one row each: picture, label, both answers, margin. Only rows in view are drawn. */
import { memo, type ReactElement } from 'react';
import { marginOf, type SampleRecords } from '../../src-shared/metrics/index.ts';
import { samplesTexts as texts } from '../texts/samples.ts';
import { whole } from '../ui/format.ts';
import { classNames, VirtualList } from '../ui/index.ts';
import { marginText, type NameOf } from './class-names.ts';
import type { PictureLoader } from './picture-loader.ts';
import { PicturesFailure, SamplePicture } from './sample-picture.tsx';
import type { RunSamples } from './use-records.ts';

const ROW = 36;
const PICTURE = 32;

export interface SampleListProps {
  readonly run: RunSamples;
  readonly nameOf: NameOf;
  readonly loader: PictureLoader;
  /** Rows of the records, in the order in which they are shown. */
  readonly rows: readonly number[];
  /** Changes whenever other samples are shown, or in another order: the list is at its top then. */
  readonly shownAs: string;
  readonly step: number;
  /** The sample whose course is shown. */
  readonly chosen: number | null;
  readonly onChoose: (row: number) => void;
}

export function SampleList(props: SampleListProps): ReactElement {
  const { run, nameOf, loader, rows, shownAs, step, chosen, onChoose } = props;
  const { records, numbers } = run;
  const { labels } = records;
  return (
    <section className="samples-part samples-list" aria-label={texts.kind}>
      <p className="samples-found" role="status">
        {texts.found(whole(rows.length), whole(records.samples))}
      </p>
      <PicturesFailure loader={loader} />
      <div className="samples-row samples-row-head" data-labelled={labels !== null} aria-hidden>
        <span />
        <span className="samples-number">{texts.columns.number}</span>
        {labels && <span>{texts.columns.label}</span>}
        <span>{texts.columns.float}</span>
        <span>{texts.columns.spiking}</span>
        <span className="samples-number" title={texts.marginAbout}>
          {texts.columns.margin}
        </span>
      </div>
      {rows.length === 0 ? (
        <p className="samples-note">{texts.none}</p>
      ) : (
        <VirtualList
          key={shownAs}
          label={texts.title}
          items={rows}
          keyOf={(row) => row}
          rowHeight={ROW}
          selected={chosen === null ? -1 : rows.indexOf(chosen)}
          follow
          onChoose={onChoose}
          render={(row) => <Row records={records} row={row} number={numbers[row]!} step={step} nameOf={nameOf} />}
        />
      )}
    </section>
  );
}

interface RowProps {
  readonly records: SampleRecords;
  readonly row: number;
  readonly number: number;
  readonly step: number;
  readonly nameOf: NameOf;
}

/** Drawn once: scrolling only moves the rows that stay in view. */
const Row = memo(function Row({ records, row, number, step, nameOf }: RowProps): ReactElement {
  const { samples, labels, float, answers, margins } = records;
  const at = (step - 1) * samples + row;
  const [label, ofFloat, ofSpiking, code] = [labels?.[row], float[row]!, answers[at]!, margins[at]!];
  const margin = marginOf(code);
  return (
    <div className="samples-row" data-labelled={labels !== null}>
      <SamplePicture sample={number} side={PICTURE} />
      <span className="samples-number">{whole(number)}</span>
      {label !== undefined && <span title={nameOf(label)}>{nameOf(label)}</span>}
      <Answer name={nameOf(ofFloat)} isWrong={label !== undefined && ofFloat !== label} differs={false} />
      <Answer
        name={nameOf(ofSpiking)}
        isWrong={label !== undefined && ofSpiking !== label}
        differs={ofSpiking < 0 || ofSpiking !== ofFloat}
      />
      <span className="samples-number">{marginText(Number.isNaN(margin) ? null : margin)}</span>
    </div>
  );
});

interface AnswerProps {
  readonly name: string;
  readonly isWrong: boolean;
  /** From the float network's. */
  readonly differs: boolean;
}

/** An answer. What is wrong has a cross, what differs a sign, so that neither is told by colour alone. */
const Answer = ({ name, isWrong, differs }: AnswerProps): ReactElement => (
  <span className={classNames('samples-answer', isWrong && 'samples-wrong', differs && 'samples-differs')} title={name}>
    {isWrong || differs ? <span aria-hidden>{`${differs ? '≠' : ''}${isWrong ? '✗' : ''} `}</span> : null}
    {name}
    {isWrong ? <span className="visually-hidden">, {texts.wrong}</span> : null}
    {differs ? <span className="visually-hidden">, {texts.differs}</span> : null}
  </span>
);
