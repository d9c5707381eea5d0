/**
 * Writes docs/report.png, the beginning of a report as a browser shows it, down to the table of what thresholds lose:
 * `npm run demo -- --out DIR`, then `node scripts/write-report-picture.ts DIR/report.html`.
 */
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from '@playwright/test';
import sharp from 'sharp';
import { CHROMIUM_ARGS, chromiumPath } from '../tests/support/chromium.ts';

const WIDTH = 1280;
const TO = join(import.meta.dirname, '..', 'docs', 'report.png');

const [report] = process.argv.slice(2);
if (report === undefined) throw new Error('Name the report: node scripts/write-report-picture.ts DIR/report.html');
const executablePath = chromiumPath();
if (executablePath === undefined) throw new Error('There is no Chromium on this machine; name one with CHROMIUM=PATH.');

const browser = await chromium.launch({ executablePath, args: [...CHROMIUM_ARGS] });
const page = await browser.newPage({ viewport: { width: WIDTH, height: 1024 }, colorScheme: 'light' });
await page.goto(pathToFileURL(resolve(report)).href);
const after = await page.getByRole('heading', { name: 'Synaptic operations', exact: true }).boundingBox();
if (after === null) throw new Error(`${report} has no table of synaptic operations, which the picture ends before.`);
const clip = { x: 0, y: 0, width: WIDTH, height: Math.floor(after.y) };
const shot = await page.screenshot({ fullPage: true, clip });
await browser.close();
// The page has few colours: a palette of 256 loses nothing that is seen.
const { size, height } = await sharp(shot).png({ palette: true, colours: 256, dither: 0, effort: 10 }).toFile(TO);
console.log(`docs/report.png ${WIDTH}×${height} ${Math.round(size / 1024)} KiB`);
