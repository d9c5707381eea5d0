/** The report's style sheet. All colours are tokens. The reader's light or dark scheme selects their values; print is light. */
import { colourDeclarations, fonts, sequential, sizes } from '../../src-shared/theme/tokens.ts';

const { grid, small, text, heading, figure } = sizes;

export const styles = `
:root { color-scheme: light dark; ${colourDeclarations('light')} }
@media (prefers-color-scheme: dark) { :root { ${colourDeclarations('dark')} } }
@media print { :root { color-scheme: light; ${colourDeclarations('light')} } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--surface); color: var(--ink); font: ${text}px/1.55 ${fonts.text}; font-variant-numeric: tabular-nums; }
main { max-width: 1280px; margin: 0 auto; padding: ${10 * grid}px ${8 * grid}px ${16 * grid}px; }
h1 { font-size: 20px; font-weight: 600; letter-spacing: -0.01em; margin: 0; }
h2 { font-size: ${heading}px; font-weight: 600; margin: ${10 * grid}px 0 ${3 * grid}px; padding-top: ${3 * grid}px; border-top: 1px solid var(--hairline); }
h3 { font-size: ${text}px; font-weight: 600; margin: 0; }
p { margin: 0; max-width: 76ch; }
small, .small { font-size: ${small}px; color: var(--muted); }
code, pre { font-family: ${fonts.code}; font-size: ${small}px; }
.subtitle { color: var(--muted); margin-top: ${grid}px; }
.figures { display: grid; grid-template-columns: repeat(6, 1fr); margin: ${8 * grid}px 0 ${5 * grid}px; }
.figure { padding: 0 ${4 * grid}px; border-left: 1px solid var(--hairline); }
.figure:first-child { padding-left: 0; border-left: 0; }
.figure .value { font-size: ${figure}px; font-weight: 500; line-height: 1.2; letter-spacing: -0.02em; white-space: nowrap; }
.figure .value .unit { font-size: ${heading}px; letter-spacing: 0; color: var(--muted); margin-left: 2px; }
.figure .label { color: var(--muted); font-size: ${small}px; }
.figure.snn .value { color: var(--accent); }
.figure.above .value { color: var(--second); }
.verdict { font-size: ${heading}px; line-height: 1.5; max-width: 92ch; }
.verdict strong { font-weight: 600; color: var(--second); }
.charts { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: ${8 * grid}px ${10 * grid}px; }
.chart { margin: 0; break-inside: avoid; }
.chart figcaption { min-height: 46px; }
.chart figcaption p { color: var(--muted); font-size: ${small}px; }
.chart > svg { display: block; width: 100%; height: auto; overflow: visible; }
.charts + .chart, .small + .chart { margin-top: ${6 * grid}px; }
.as-table { margin-top: ${2 * grid}px; font-size: ${small}px; }
.scroll + .small { margin-top: ${3 * grid}px; }
.chart svg text { font-family: ${fonts.text}; font-variant-numeric: tabular-nums; }
table { border-collapse: collapse; width: 100%; }
th { text-align: left; font-weight: 500; font-size: ${small}px; color: var(--muted); white-space: nowrap; vertical-align: bottom; border-bottom: 1px solid var(--hairline); }
td { border-bottom: 1px solid color-mix(in oklab, var(--hairline) 55%, transparent); white-space: nowrap; }
th, td { padding: ${grid}px ${6 * grid}px ${grid}px 0; }
th:last-child, td:last-child { padding-right: 0; }
.number { text-align: right; }
td.name { min-width: 15ch; font-family: ${fonts.code}; font-size: ${small}px; white-space: normal; overflow-wrap: anywhere; }
td.wide { white-space: normal; }
tr.total td { border-top: 1px solid var(--muted); border-bottom: 0; font-weight: 600; }
tr.total + tr td { padding-top: ${3 * grid}px; }
tr.baseline td { border-bottom: 0; color: var(--muted); }
.scroll { overflow-x: auto; }
.heat { display: inline-flex; gap: 1px; width: 128px; vertical-align: middle; }
.heat.many { gap: 0; }
.heat i { flex: 1; height: 16px; background: ${sequential('var(--p)')}; }
.bar { display: inline-block; width: 64px; height: 5px; margin-right: ${2 * grid}px; background: linear-gradient(color-mix(in oklab, var(--accent) 75%, var(--surface)) 0 0) no-repeat 0 / var(--p) 100%, var(--sequential-low); vertical-align: middle; }
.bar + span { display: inline-block; min-width: 52px; text-align: right; }
.key { display: flex; gap: ${2 * grid}px; align-items: center; margin: ${2 * grid}px 0; }
.key .ramp { width: 96px; height: 8px; background: linear-gradient(in oklab to right, var(--sequential-low), var(--sequential-high)); }
.pairs { display: grid; grid-template-columns: max-content minmax(0, 1fr) max-content minmax(0, 1fr); gap: ${grid}px ${6 * grid}px; margin: 0; }
.pairs dt { color: var(--muted); }
.pairs dd { margin: 0; overflow-wrap: anywhere; }
.note { margin: ${3 * grid}px 0; max-width: 80ch; white-space: pre-wrap; overflow-wrap: anywhere; }
ul.notes { margin: 0; padding-left: ${4 * grid}px; max-width: 100ch; }
ul.notes li { margin-bottom: ${grid}px; padding-left: ${grid}px; }
details { margin-top: ${4 * grid}px; }
summary { cursor: pointer; color: var(--muted); }
details.run { margin-top: ${10 * grid}px; border-top: 1px solid var(--hairline); padding-top: ${3 * grid}px; }
details.run > summary { font-size: ${heading}px; font-weight: 600; color: var(--ink); }
summary:hover { color: var(--ink); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
pre { margin: ${2 * grid}px 0 0; padding: ${3 * grid}px ${4 * grid}px; background: var(--raised); border: 1px solid var(--hairline); overflow: auto; line-height: 1.5; }
footer { margin-top: ${12 * grid}px; color: var(--muted); font-size: ${small}px; }
@media (max-width: 1040px) { .figures { grid-template-columns: repeat(3, 1fr); row-gap: ${6 * grid}px; } .figure:nth-child(4) { padding-left: 0; border-left: 0; } }
@media (max-width: 760px) { .charts, .pairs { grid-template-columns: minmax(0, 1fr); } .pairs { grid-template-columns: max-content minmax(0, 1fr); } main { padding: ${6 * grid}px ${4 * grid}px; } .figures { grid-template-columns: repeat(2, 1fr); } .figure:nth-child(odd) { padding-left: 0; border-left: 0; } .figure:nth-child(4) { padding-left: ${4 * grid}px; border-left: 1px solid var(--hairline); } }
@page { size: A4 landscape; margin: 12mm; }
@media print {
.as-table:not([open]) { display: none; }
body { background: none; font-size: 12px; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
main { max-width: none; padding: 0; }
h2, h3, h2 + p, .key, .small:has(+ .scroll), figcaption, summary { break-after: avoid; }
tr, .chart, .figures, .verdict, .pairs > *, ul.notes li, .key { break-inside: avoid; }
thead { display: table-header-group; }
thead tr { break-after: avoid; }
p, li { orphans: 3; widows: 3; }
.scroll { overflow: visible; }
.charts { display: block; }
.charts > .chart { display: inline-block; width: 48%; margin: 0 1% 12px 0; vertical-align: top; }
.chart > svg { max-height: 130mm; }
th, td { padding-right: 10px; }
th { white-space: normal; }
td.name { min-width: 18ch; }
.bar, .heat { max-width: 100px; }
pre { white-space: pre-wrap; overflow: visible; }
}
`.trim();
