/**
 * ACCURACY.md: what every setting of the example networks reaches, beside what the paper's implementation reached. The page is made from
 * accuracy.json and expected.json.
 */
import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { z } from 'zod';
import { provenance, provenanceFields, readResults, replaced, writeResults } from '../support/recorded-results.ts';
import type { SettingResult } from './check-setting.ts';
import { expectedSetting } from './expected.ts';

/** Steps that have a column. */
const STEPS = [1, 2, 4, 8, 16, 32];

/** Accuracies and gaps in percent. */
const accuracySchema = z.strictObject({
  model: z.string(),
  setting: z.string(),
  /** Top-1 with thresholds of the own calibration, after the steps of STEPS up to T. */
  top1: z.array(z.number()).min(1),
  /** Largest distance from the recorded top-1 after any step, with thresholds of the own calibration. */
  gap: z.number(),
  /** The same with the recorded thresholds. */
  recordedGap: z.number(),
  /** Most images of 1,000 that had another answer than the recorded one after any step, with the recorded thresholds. */
  changed: z.number(),
  /** The paper's energy ratio after the last step. */
  energy: z.number(),
  ...provenanceFields,
});
export type Accuracy = z.infer<typeof accuracySchema>;

const ROOT = join(import.meta.dirname, '..', '..');
const JSON_FILE = 'tests/examples/accuracy.json';
const PAGE_FILE = 'tests/examples/ACCURACY.md';

const INTRODUCTION = `# Accuracy and energy of the example networks
\`WRITE_ACCURACY=1 npm run test:examples\` writes this page from \`accuracy.json\`; do not edit it. Every setting of \`resources/examples/expected.json\` runs on 1,000 images with the \`cpu\` engine, calibrated on
500 images. Columns 1 to 32 give top-1 in percent after as many steps, in brackets what the paper's implementation reached. Gaps are the largest over all steps, in points. *Changed* is the
largest number of images, after any step, whose answer is not the recorded one. The energy ratio is the paper's, after the last step, ours / theirs. \`resources/examples/README.md\` has the bounds and their reasons.`;

const percent = (fraction: number): string => (100 * fraction).toFixed(1);
const inPercent = (fraction: number): number => Number(percent(fraction));
const largestGap = (ours: readonly number[], theirs: readonly number[]): number =>
  inPercent(Math.max(...ours.map((value, t) => Math.abs(value - theirs[t]!))));

/** What a run of a setting leaves in the table. */
export const accuracyOf = ({ model, setting, ours, simulated, theirs, changed, energy }: SettingResult): Accuracy => ({
  model,
  setting,
  top1: STEPS.filter((step) => step <= ours.length).map((step) => inPercent(ours[step - 1]!)),
  gap: largestGap(ours, theirs),
  recordedGap: largestGap(simulated, theirs),
  changed: Math.max(...changed),
  energy: Number(energy[0].toFixed(3)),
});

export const recordedAccuracies = (): Accuracy[] => readResults(join(ROOT, JSON_FILE), accuracySchema);

/** ACCURACY.md. */
export function accuracyPage(accuracies: readonly Accuracy[]): string {
  const steps = STEPS.map(String);
  const gaps = ['gap', 'gap, recorded thresholds', 'changed, recorded thresholds'];
  const titles = ['network', 'setting', ...steps, ...gaps, 'energy ratio', 'date', 'commit'];
  const lines = [titles, titles.map(() => '---'), ...accuracies.map(cells)].map((row) => `| ${row.join(' | ')} |`);
  return `${INTRODUCTION}\n\n${lines.join('\n')}\n`;
}

function cells({ model, setting, top1, gap, recordedGap, changed, energy, date = '–', commit = '–' }: Accuracy): string[] {
  const wanted = expectedSetting(model, setting);
  return [
    model,
    `\`${setting}\``,
    ...STEPS.map((step, at) => (at < top1.length ? `${top1[at]!.toFixed(1)} (${percent(wanted.top1[step - 1]!)})` : '')),
    gap.toFixed(1),
    recordedGap.toFixed(1),
    String(changed),
    `${energy.toFixed(3)} / ${wanted.energy_ratio[wanted.T - 1]!.toFixed(3)}`,
    date,
    commit,
  ];
}

/** Enters results of this checkout into accuracy.json, and writes ACCURACY.md anew. */
export function keepAccuracies(fresh: readonly Accuracy[]): void {
  const source = provenance(ROOT, [JSON_FILE, PAGE_FILE]);
  const entries = fresh.map((one) => ({ ...one, ...source }));
  const all = replaced(recordedAccuracies(), entries, ({ model, setting }) => `${model}\n${setting}`);
  writeResults(join(ROOT, JSON_FILE), all);
  writeFileSync(join(ROOT, PAGE_FILE), accuracyPage(all));
}
