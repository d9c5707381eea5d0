/** The spiking network beside the one it replaces, published crossovers, and how often a fetched weight is used. */
import type { ReactElement } from 'react';
import {
  type ComparedBaseline,
  type ComparedCrossover,
  type EnergySummary,
  type Range,
  type Reuse,
  weightUses,
  type Workload,
} from '../../../src-shared/energy/index.ts';
import { energyTexts as texts } from '../../texts/energy.ts';
import { energy, percent, ratio, significant } from '../../ui/format.ts';
import { classNames } from '../../ui/index.ts';

export interface EnergyNetworksProps {
  readonly summary: EnergySummary;
  readonly workload: Workload;
  readonly onReuse: (reuse: Reuse) => void;
}

export const EnergyNetworks = ({ summary, workload, onReuse }: EnergyNetworksProps): ReactElement => (
  <section className="energy-part energy-scroll" aria-label={texts.baselines} tabIndex={0}>
    <h3>{texts.baselines}</h3>
    <table className="energy-facts">
      <thead>
        <tr>
          <th scope="col">{texts.columnNetwork}</th>
          <th scope="col">{texts.columnEnergy}</th>
          <th scope="col">{texts.columnRatio}</th>
          <th scope="col" title={texts.columnBreakEvenLong}>
            {texts.columnBreakEven}
          </th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">{texts.totalOf(summary.steps)}</th>
          <Energy pj={summary.total} />
          <td />
          <td>{percent(summary.activity.firing_rate)}</td>
        </tr>
        {summary.baselines.map((baseline) => (
          <BaselineRow key={baseline.id} baseline={baseline} />
        ))}
      </tbody>
    </table>
    {summary.reuse && <ReuseSliders reuse={summary.reuse} workload={workload} onReuse={onReuse} />}
    <h3 title={texts.crossoversAbout}>{texts.crossovers}</h3>
    <table className="energy-facts">
      <thead>
        <tr>
          <th scope="col">{texts.columnFigure}</th>
          <th scope="col">{texts.columnPublished}</th>
          <th scope="col">{texts.columnRun}</th>
        </tr>
      </thead>
      <tbody>
        {summary.crossovers.map((crossover) => (
          <CrossoverRow key={crossover.id} crossover={crossover} />
        ))}
      </tbody>
    </table>
  </section>
);

const rangeTitle = ({ lo, hi }: Range): string | undefined => (lo === hi ? undefined : texts.range(energy(lo), energy(hi)));

/** A range has its ends below its nominal value. */
function Energy({ pj, note = '' }: { readonly pj: Range | null; readonly note?: string }): ReactElement {
  if (pj === null) return <td title={note}>–</td>;
  const ends = rangeTitle(pj);
  return (
    <td title={note === '' ? undefined : note}>
      {energy(pj.nom)}
      {ends === undefined ? null : <small className="energy-range">{ends}</small>}
    </td>
  );
}

function BaselineRow({ baseline }: { readonly baseline: ComparedBaseline }): ReactElement {
  const { id, bits, pj, note, ratio: over, break_even: even } = baseline;
  return (
    <tr>
      <th scope="row">{id === 'bits' ? texts.bits(bits) : texts[id]}</th>
      <Energy pj={pj} note={note} />
      <td className={classNames(over !== null && over > 1 && 'energy-dearer')}>{over === null ? '–' : ratio(over)}</td>
      {even.kind === 'never' ? (
        <td title={texts.neverLong}>{texts.never}</td>
      ) : (
        <td>{even.kind === 'at' ? percent(even.firing_rate) : '–'}</td>
      )}
    </tr>
  );
}

function CrossoverRow({ crossover }: { readonly crossover: ComparedCrossover }): ReactElement {
  const { metric, lo, hi, about, cite, measured, verdict } = crossover;
  const value = (one: number): string => (metric === 'firing-rate' ? percent(one) : significant(one));
  return (
    <tr title={`${cite}, ${about}`}>
      <th scope="row">{metric === 'firing-rate' ? texts.perNeuron : texts.perSynapse}</th>
      <td>{lo === hi ? value(lo) : texts.range(value(lo), value(hi))}</td>
      <td>
        {value(measured)}, {texts.verdicts[verdict]}
      </td>
    </tr>
  );
}

interface ReuseSlidersProps {
  readonly reuse: Reuse;
  readonly workload: Workload;
  readonly onReuse: (reuse: Reuse) => void;
}

/** Positions are powers of two. The last one of the dense network means all uses. */
function ReuseSliders({ reuse, workload, onReuse }: ReuseSlidersProps): ReactElement {
  const { layers, samples } = workload;
  const spiking = layers.filter(({ input, weights }) => input === 'spikes' && weights > 0);
  const bySpikes = spiking.map(({ accumulates, weights }) => accumulates.reduce((a, b) => a + b, 0) / samples / weights);
  const spikeEnd = Math.max(1, Math.floor(Math.log2(Math.max(1, ...bySpikes))));
  const denseEnd = Math.max(1, Math.ceil(Math.log2(Math.max(1, ...layers.map(weightUses)))));
  return (
    <fieldset className="energy-reuse">
      <legend>{texts.reuse}</legend>
      <Slider
        label={texts.reuseSpikes}
        value={Math.round(Math.log2(reuse.spikes))}
        end={spikeEnd}
        text={texts.uses(String(reuse.spikes))}
        onChange={(place) => onReuse({ ...reuse, spikes: 2 ** place })}
      />
      <Slider
        label={texts.reuseDense}
        value={reuse.dense === 'all' ? denseEnd : Math.round(Math.log2(reuse.dense))}
        end={denseEnd}
        text={reuse.dense === 'all' ? texts.allUses : texts.uses(String(reuse.dense))}
        onChange={(place) => onReuse({ ...reuse, dense: place === denseEnd ? 'all' : 2 ** place })}
      />
    </fieldset>
  );
}

interface SliderProps {
  readonly label: string;
  readonly value: number;
  readonly end: number;
  readonly text: string;
  readonly onChange: (value: number) => void;
}

const Slider = ({ label, value, end, text, onChange }: SliderProps): ReactElement => (
  <label className="energy-slider">
    <span>{label}</span>
    <input
      type="range"
      aria-label={`${texts.reuse} ${label}`}
      aria-valuetext={text}
      min={0}
      max={end}
      value={value}
      onChange={({ target }) => onChange(Number(target.value))}
    />
    <output>{text}</output>
  </label>
);
