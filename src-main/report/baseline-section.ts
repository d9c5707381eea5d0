/** The run beside the pinned one: what comes of the comparison, the shares of both, and the settings that differ. */
import type { ComparedShares, RunComparison, SettingDifference } from '../../src-shared/results/index.ts';
import { NONE, points, significant } from '../../src-shared/format/index.ts';
import { energy, percent, whole } from './format.ts';
import { html, type Html } from './html.ts';
import { type Column, table } from './table.ts';

export function baselineSection({ first, second, last, verdict, missing, settings }: RunComparison): Html {
  const shares = [
    ...(last.accuracy ? [{ what: 'Accuracy', shares: last.accuracy }] : []),
    ...(last.agreement ? [{ what: 'Agreement', shares: last.agreement }] : []),
  ];
  const columns: Column<(typeof shares)[number]>[] = [
    { title: 'After the last step', cell: ({ what }) => what },
    { title: `Run ${first.run} (pinned)`, kind: 'number', cell: ({ shares: { first: share } }) => percent(share.value) },
    { title: `Run ${second.run}`, kind: 'number', cell: ({ shares: { second: share } }) => percent(share.value) },
    { title: 'Difference, points', kind: 'number', cell: ({ shares: { difference } }) => points(difference.value) },
    {
      title: '95 %',
      kind: 'number',
      cell: ({ shares: { difference } }) => `${points(difference.low)} … ${points(difference.high)}`,
    },
    { title: 'p', kind: 'number', cell: ({ shares: { p } }) => (p === null ? NONE : significant(p, 2)) },
    { title: 'Method', cell: ({ shares: one }) => methodOf(one) },
  ];
  const differing: Column<SettingDifference>[] = [
    { title: 'Setting', kind: 'name', cell: ({ setting }) => setting },
    { title: `Run ${first.run} (pinned)`, cell: (one) => one.first ?? NONE },
    { title: `Run ${second.run}`, cell: (one) => one.second ?? NONE },
  ];
  const [before, after] = last.energyPj;
  return html`<h2>Compared with the pinned run</h2><p>${verdict}</p>${missing.map((sentence) => html`<p class="small">${sentence}</p>`)}${shares.length > 0 && table(columns, shares)}<p class="small">Full ledger: ${energy(before)} and ${energy(after)} per sample.</p>${settings.length > 0 && table(differing, settings)}`;
}

function methodOf({ method, samples: [first, second] }: ComparedShares): string {
  return method === 'paired'
    ? `same ${whole(first)} samples: McNemar’s exact test, interval by Newcombe and by the test`
    : `${whole(first)} and ${whole(second)} samples, taken as independent`;
}
