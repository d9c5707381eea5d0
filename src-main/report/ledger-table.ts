/** The full ledger after the last step: every term with its count and picojoules, and the two baselines. */
import type { LedgerRow, RunReport } from '../../src-shared/results/index.ts';
import { count, energy, ratioOf, significant, whole } from './format.ts';
import { html, type Html } from './html.ts';
import { bar, largest } from './marks.ts';
import { type Column, table } from './table.ts';

const picojoules = (value: number): string => (value < 1000 ? significant(value) : whole(value));

export function ledgerTable({ steps }: RunReport): Html {
  const { step, energy: ledger } = steps.at(-1)!;
  const share = (pj: number): number => (ledger.total_pj === 0 ? 0 : pj / ledger.total_pj);
  const most = largest(ledger.rows.map(({ pj }) => share(pj)));
  const columns: Column<LedgerRow>[] = [
    { title: 'Term', kind: 'wide', cell: ({ label }) => label },
    { title: 'Count', kind: 'number', cell: (row) => count(row.count) },
    { title: 'pJ', kind: 'number', cell: ({ pj }) => picojoules(pj) },
    { title: 'Energy', kind: 'number', cell: ({ pj }) => energy(pj) },
    { title: 'Share', cell: ({ pj }) => bar(share(pj), most) },
  ];
  const sum = (style: string, label: string, pj: number, remark: string): Html =>
    html`<tr class="${style}"><td class="wide">${label}</td><td></td><td class="number">${picojoules(pj)}</td><td class="number">${energy(pj)}</td><td>${remark}</td></tr>`;
  const foot = [
    sum('total', 'Spiking network', ledger.total_pj, ''),
    sum(
      'baseline',
      'Float network, 32-bit floating point',
      ledger.float32_pj,
      `spiking costs ${ratioOf(ledger.ratio_float32)} this`,
    ),
    sum('baseline', 'Same network, 8-bit integers', ledger.int8_pj, `spiking costs ${ratioOf(ledger.ratio_int8)} this`),
  ];
  const about = html`<p class="small">Per sample, ${step === 1 ? '1 step' : `${step} steps`}. What each term counts: docs/energy.md.</p>`;
  return html`<h2>Energy ledger</h2>${about}${table(columns, ledger.rows, foot)}`;
}
