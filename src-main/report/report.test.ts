/** The report page is complete and self-contained, states the cost honestly, and is safe with any names in a model. */
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { layerNamed, say, warning } from '../../src-shared/message/index.ts';
import { marginOf, NO_MARGIN } from '../../src-shared/metrics/index.ts';
import {
  compareRuns,
  isNeuronLayer,
  overviewOf,
  type RunReport,
  type SampleDigest,
  sampleDigest,
  worstLayers,
} from '../../src-shared/results/index.ts';
import { sampleReport } from '../../tests/fixtures/sample-report.ts';
import { count, duration, energy, percent, points, significant } from './format.ts';
import { renderReport } from './index.ts';

const VERSIONS = [
  ['Spikeloom', '1.2.3'],
  ['Node', '24'],
] as const;

const render = (...reports: RunReport[]): string =>
  renderReport({
    title: 'ResNet-20',
    baseline: null,
    versions: VERSIONS,
    runs: reports.map((report, index) => ({
      ...{ run: index + 1, name: `Run ${index}`, note: '', at: '2025-01-14 09:30', report, samples: null },
    })),
  });

interface Elements {
  readonly textContent: string | null;
  querySelectorAll(selector: string): Iterable<Elements>;
}
const parse = (text: string): Elements => parseHTML(text).document as unknown as Elements;
const all = (root: Elements, selector: string): string[] =>
  [...root.querySelectorAll(selector)].map(({ textContent }) => textContent ?? '');

describe('the page', () => {
  const report = sampleReport();
  const text = render(report);
  const page = parse(text);

  it('loads nothing and runs nothing', () => {
    expect(text.replaceAll('http://www.w3.org/', '')).not.toMatch(
      /https?:|<script|<link(?! rel="icon" href="data:,")|@import|url\(|\ssrc=/,
    );
    expect(text).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"`);
  });

  it('names a start that the plan chose beside the neuron', () => {
    const layers = report.layers.map((layer) => (isNeuronLayer(layer) ? { ...layer, initial: -0.25 } : layer));
    const cells = all(parse(render({ ...report, layers })), 'td');
    expect(cells.filter((cell) => cell.endsWith(', from −0.250 θ'))).toHaveLength(layers.filter(isNeuronLayer).length);
    expect(text).not.toContain(', from');
  });

  it('says what was reached and what it costs, plainly', () => {
    expect(all(page, '.figure .value').map((value) => value.trim())).toEqual([
      '80.4%',
      '80.4%',
      '100.0%',
      '0.533×',
      '1.46×',
      '22.6×',
    ]);
    // The sentence of the window and of the command line.
    expect(all(page, '.verdict')[0]).toContain(overviewOf(report).verdict);
    expect(all(page, '.verdict strong')).toEqual([
      'more expensive than the network it replaces, in 32-bit floating point and in 8-bit integers',
    ]);
  });

  it('shows the note on a run as it was written, and nothing where there is none', () => {
    const runs = [
      { name: 'Run 2: <b>half</b>', note: 'First line\n<i>second</i>', at: 'now', report, run: 2, samples: null },
      { name: 'Run 1', note: '', at: 'before', report, run: 1, samples: null },
    ];
    const noted = parse(renderReport({ title: 'ResNet-20', baseline: null, versions: VERSIONS, runs }));
    expect(all(noted, 'p.note')).toEqual(['First line\n<i>second</i>']);
    expect(all(noted, '.subtitle')[0]).toContain('Run 2: <b>half</b>, now');
  });

  it('draws the charts of the window, each with the figures of the report as a table', () => {
    expect(all(page, 'figure.chart svg[role=img]')).toHaveLength(4);
    const tables = [...page.querySelectorAll('figure.chart table')];
    expect(tables).toHaveLength(4);
    const rows = all(tables[0]!, 'tbody tr');
    expect(rows).toHaveLength(report.steps.length);
    for (const [index, { accuracy, agreement }] of report.steps.entries()) {
      expect(rows[index]).toContain(percent(accuracy));
      expect(rows[index]).toContain(percent(agreement));
    }
  });

  it('lists every layer, term and note', () => {
    const names = (neuron: boolean): string[] =>
      report.layers.filter((layer) => isNeuronLayer(layer) === neuron).map(({ name }) => name);
    expect(all(page, 'td.name').slice(-report.layers.length - names(true).length)).toEqual([
      ...names(true),
      ...names(true),
      ...names(false),
    ]);
    const cells = all(page, 'td');
    expect(text).toContain('Unpriced: Routing of spikes between cores, Static power during the steps.');
    for (const { label } of report.steps.at(-1)!.energy.rows) expect(cells).toContain(label);
    expect(all(page, '.notes li')).toEqual(report.notes);
    expect(text).toContain(report.model.sha256);
    expect(all(page, 'footer')[0]).toMatch(/^Made by Spikeloom 1\.2\.3, Node 24\. /);
    expect(JSON.parse(all(page, 'pre')[0]!)).toEqual(report.settings.plan);
  });

  it('has the delayed readout, and the energy of every layer with what belongs to none', () => {
    const last = report.steps.at(-1)!.energy;
    const total = last.rows.find(({ term }) => term === 'weight-memory')!.pj;
    const terms = { 'weight-memory': report.steps.map(() => total / 4) };
    const counted = report.layers.filter((layer) => !isNeuronLayer(layer)).slice(0, 2);
    const layers = report.layers.map((layer) => (counted.some((one) => one === layer) ? { ...layer, energy: terms } : layer));
    const readout = report.steps.map(({ step }, index) => ({
      from: step,
      accuracy: report.steps.slice(index).map(() => 0.5),
      agreement: report.steps.slice(index).map(() => 0.25),
    }));
    const full = parse(render({ ...report, layers, delayed_readout: readout }));
    expect(all(full, 'figure.chart h3').slice(-2)).toEqual([
      `Accuracy of the mean of steps k…${report.steps.length}, over k, %`,
      'Energy by layer, pJ per sample',
    ]);
    const tables = [...full.querySelectorAll('figure.chart table')];
    const rows = all(tables.at(-1)!, 'tbody tr');
    expect(rows).toHaveLength(3);
    expect(rows[0]).toMatch(new RegExp(`^${counted[0]!.name}.*${energy(total / 4)}`));
    expect(rows[2]).toMatch(/^other/);
  });

  it('says how the answer is read if the plan delays it', () => {
    const late = parse(render({ ...report, settings: { ...report.settings, readout: { from: 3 } } }));
    expect(all(late, 'dd')).toContain('mean of the outputs of steps 3…n; before step 3, of the steps so far');
    expect(all(late, 'figcaption p')[0]).toContain('Of the mean output from step 3 on; before it, of all steps so far.');
    expect(all(page, 'dt')).not.toContain('Answer');
  });

  it('has the samples of the run in a few figures, and nothing of them where none are kept', () => {
    expect(all(page, 'h2')).not.toContain('Samples');
    const records = {
      ...{ samples: 3, steps: 2, labels: Int32Array.of(0, 1, 2), float: Int32Array.of(0, 1, 0) },
      answers: Int32Array.of(1, 1, 0, 0, -1, 0),
      margins: Uint16Array.of(9, 9, 9, 30_000, NO_MARGIN, 600),
    };
    const section = (digest: SampleDigest): Elements =>
      parse(
        renderReport({
          ...{ title: '', baseline: null, versions: VERSIONS },
          runs: [{ run: 1, name: 'Run 1', note: '', at: 'now', report, samples: digest }],
        }),
      );
    const sampled = section(sampleDigest(records, 12));
    expect(all(sampled, 'p')).toContain(
      'Of 3 samples after 2 steps: Float and spiking answer differ on 1. Only the float network is right on 1, only the spiking one on 0, neither on 1. The spiking answer to 2 changes after step 1.',
    );
    const shown = [...sampled.querySelectorAll('table')].find((one) => one.textContent?.includes('Settled at step'))!;
    expect([...shown.querySelectorAll('tbody tr')].map((row) => all(row, 'td'))).toEqual([
      ['2', '2', '0', '0', marginOf(600).toFixed(3), '1', 'wrong'],
      ['0', '0', '0', '0', marginOf(30_000).toFixed(3), '2', ''],
      ['1', '1', '1', '–', '–', '2', 'differs from float, wrong'],
    ]);
    const unlabelled = section(sampleDigest({ ...records, labels: null }, 1));
    expect(all(unlabelled, 'p').find((text) => text.startsWith('Of 3 samples'))).not.toContain('right');
  });

  it('has the comparison with the pinned run, and the worst layers in their order', () => {
    const compared = (run: number, one: RunReport) => ({ run, name: '', report: one, records: null, data: null });
    const baseline = compareRuns(compared(1, sampleReport('mt8-rate-p99.9', 16)), compared(2, report));
    const run = { run: 2, name: 'Run 2', note: '', at: 'now', report, samples: null };
    const text = renderReport({ title: 'ResNet-20', baseline, versions: VERSIONS, runs: [run] });
    expect(all(parse(text), 'h2')).toContain('Compared with the pinned run');
    expect(all(parse(text), 'p')).toContain(baseline.verdict);
    for (const { setting } of baseline.settings) expect(all(parse(text), 'td.name')).toContain(setting);
    expect(all(page, 'h2')).not.toContain('Compared with the pinned run');
    const worst = worstLayers(report)!;
    expect(all(page, 'td.wide')).toEqual(expect.arrayContaining(worst.map(({ why }) => why)));
    expect(all(page, 'td.name').slice(0, worst.length)).toEqual(worst.map(({ layer }) => layer));
  });

  it('marks a note that is a warning', () => {
    const noted = parse(render({ ...report, notes: [warning(say`${layerNamed('<b>')} never fires.`), 'All is well.'] }));
    expect(all(noted, '.notes li')).toEqual(['Warning: <b> never fires.', 'All is well.']);
    expect(all(noted, '.notes strong')).toEqual(['Warning:']);
  });

  it('shows what thresholds lose, or that it was not measured', () => {
    expect(all(page, 'th')).toEqual(expect.arrayContaining(['Clipped', 'Silenced', 'Threshold cost']));
    const cells = `layer2.0.relu1${percent(0.001)}${percent(0.016)}${percent(0.13)}none needed`;
    expect(all(page, 'tr')).toContain(cells);
    const none = { share: 0, error: 0 };
    const lost = { clipped: { share: 0.3, error: 1 }, shut: none, small: none };
    const clipped = report.layers.map((layer) => (isNeuronLayer(layer) ? { ...layer, conversion_error: [0.5], lost } : layer));
    expect(render({ ...report, layers: clipped })).toContain('Set threshold.method to max, or threshold.scale to more than 1.');
    const old = render({ ...report, layers: report.layers.map((layer) => ({ ...layer, lost: undefined })) });
    expect(all(parse(old), 'th')).not.toContain('Clipped');
    expect(old).toContain('were not measured in this run');
  });

  it('is the same text for the same run', () => {
    expect(render(sampleReport())).toBe(text);
  });

  it('compares several runs and folds the older ones away', () => {
    const both = parse(render(report, sampleReport('mt8-rate-p99.9', 16)));
    expect(all(both, 'details.run')).toHaveLength(1);
    expect(all(both, 'details.run .verdict strong')[0]).toMatch(
      /^By synaptic operations alone, 16 steps cost 1\.\d+ times the float network: more than/,
    );
    expect(() => renderReport({ title: '', baseline: null, versions: [], runs: [] })).toThrow(RangeError);
  });
});

describe('unusual runs', () => {
  const report = sampleReport();

  it('reports agreement where there are no labels', () => {
    const page = parse(
      render({
        ...report,
        ann: { accuracy: null },
        steps: report.steps.map((step) => ({ ...step, accuracy: null })),
        early_stopping: report.early_stopping.map((stop) => ({ ...stop, accuracy: null })),
      }),
    );
    expect(all(page, '.figure .value').slice(0, 3)).toEqual(['–', '–', '100.0%']);
    expect(all(page, '.verdict')[0]).toMatch(/^No labels: the answers agree with the float network’s on \d/);
    expect(all(page, 'figure.chart h3')).toEqual([
      'Agreement over steps, %',
      'Energy over steps, × float (log)',
      'Activity over steps, %',
    ]);
  });

  it('is cheap in words only where it is', () => {
    const cheap = report.steps.map((step) => ({ ...step, energy: { ...step.energy, ratio_float32: 0.2, ratio_int8: 0.9 } }));
    expect(all(parse(render({ ...report, steps: cheap })), '.verdict strong')).toEqual([]);
  });

  it('draws one step, many steps, and no layers', () => {
    for (const steps of [1, 16])
      expect(render({ ...sampleReport('mt8-differential-p99.9', steps), layers: [], notes: [] })).not.toMatch(
        /NaN|Infinity|undefined/,
      );
  });

  it('escapes names from a model file', () => {
    const evil = `<img src=x onerror="alert(1)">'&`;
    const layers = report.layers.map((layer) => ({ ...layer, name: evil }));
    const page = parse(render({ ...report, layers, model: { ...report.model, name: evil, file: evil }, notes: [evil] }));
    expect(all(page, 'img')).toEqual([]);
    expect(all(page, '.notes li')).toEqual([evil]);
  });
});

it('writes numbers with units', () => {
  expect([percent(0.8044), percent(null), points(-0.0123), points(0.0001)]).toEqual([
    '80.4\u2009%',
    '–',
    '−1.2\u2009points',
    '±0.0\u2009points',
  ]);
  expect([0, 0.00001, 0.0123, 1.4637, 22.62, 3390, 12345].map((value) => significant(value))).toEqual([
    '0',
    '1.00e−5',
    '0.0123',
    '1.46',
    '22.6',
    '3390',
    '1.23e4',
  ]);
  expect([count(16), count(2.5), count(17_898_253), energy(0), energy(268.5e6), duration(16.04), duration(17_020)]).toEqual([
    '16',
    '2.50',
    '17.9\u2009M',
    '0\u2009pJ',
    '269\u2009µJ',
    '16.0\u2009ms',
    '17.0\u2009s',
  ]);
});
