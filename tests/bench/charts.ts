/**
 * Large charts: the curves of 100 runs of 32 steps, and a map of 200 layers and 64 steps, from the description to the picture in Chromium.
 * The drawing is timed here, in the same JavaScript engine as the browser's, and the page from the text to the second frame.
 */
import type { Page } from '@playwright/test';
import { bandRange, drawPlot, type Plot, svgOf } from '../../src-shared/charts/index.ts';
import { colourDeclarations } from '../../src-shared/theme/tokens.ts';
import { heatDeclarations } from '../../src-shared/theme/heat.ts';
import { median } from '../../src-main/services/run/bench/median.ts';
import { startChromium } from './graph/browser.ts';
import type { Recorder } from './results.ts';

const SIZE = { width: 900, height: 500, names: 'none' } as const;
const ROUNDS = 21;
/** Milliseconds. */
const AIM = 100;

const axis = { label: 'step', unit: '', scale: 'linear', format: (value: number) => value.toFixed(1) } as const;

/** Curves that rise towards 0.8, each by its own way. */
function curves(runs: number, steps: number): Plot {
  const x = Array.from({ length: steps }, (_, t) => t + 1);
  return {
    x: { ...axis, range: [0.5, steps + 0.5] },
    y: { ...axis, range: [0, 1] },
    marks: Array.from({ length: runs }, (_, run) => ({
      ...({ kind: 'line', name: `run ${run}`, colour: 'accent', dash: [], x } as const),
      y: x.map((step) => 0.8 * (1 - Math.exp((-step * (run + 1)) / runs)) + 0.02 * Math.sin(run * step)),
    })),
  };
}

/** A map without equal neighbours. */
function map(rows: number, columns: number): Plot {
  const band = (count: number) => ({ ...axis, scale: 'band', range: bandRange(count), names: names(count) }) as const;
  const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `layer ${index}`);
  const values = Array.from({ length: rows * columns }, (_, cell) => (cell * 0.618) % 1);
  const cells = { kind: 'cells', name: 'error', rows, columns, values, range: [0, 1], format: axis.format, unit: '' } as const;
  return { x: band(columns), y: band(rows), marks: [cells] };
}

/** Measures both charts. */
export async function chartsTable(record: Recorder): Promise<void> {
  const browser = await startChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.setContent(`<style>:root { ${colourDeclarations('light')} ${heatDeclarations('light')} }</style><main></main>`);
    for (const [workload, plot] of [
      ['curves of 100 runs, 32 steps', curves(100, 32)],
      ['map of 200 layers, 64 steps', map(200, 64)],
    ] as const)
      record({ table: 'charts', workload, aim: AIM, ...(await measured(page, plot)) });
  } finally {
    await browser.close();
  }
}

async function measured(page: Page, plot: Plot): Promise<{ readonly values: number[]; readonly detail: string }> {
  const [drawn, shown]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    const began = performance.now();
    const svg = svgOf(drawPlot(plot, SIZE), 'chart');
    drawn.push(performance.now() - began);
    shown.push(await page.evaluate<number>(`(${SHOW})(${JSON.stringify(svg)})`));
  }
  const parts = [median(drawn), median(shown)] as const;
  return {
    values: [parts[0] + parts[1]],
    detail: `drawing ${parts[0].toFixed(1)} ms, page ${parts[1].toFixed(1)} ms to the second frame; first drawing ${drawn[0]!.toFixed(1)} ms`,
  };
}

/** Runs in the page: shows the drawing, and resolves to the milliseconds until the second frame begins. */
const SHOW = `(svg) => new Promise((resolve) => {
  const main = document.querySelector('main');
  main.textContent = '';
  requestAnimationFrame(() => {
    const began = performance.now();
    main.innerHTML = svg;
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - began)));
  });
})`;
