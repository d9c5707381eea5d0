/**
 * Writes the pictures of docs/tour.md (docs/tour/*.png) from those of the last run of the tests in a browser (build/screenshots), as
 * small files: `node scripts/write-tour.ts` after `npm run test:e2e`. Which ones is decided here.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';

const root = join(import.meta.dirname, '..');
const FROM = join(root, 'build/screenshots');
const TO = join(root, 'docs/tour');
const TOUR = join(root, 'docs/tour.md');

/** Pictures that the tour shows: `![…](tour/light-workbench.png)`. */
const names = [...readFileSync(TOUR, 'utf8').matchAll(/\(tour\/([\w-]+)\.png\)/g)].map(([, name]) => name!);

mkdirSync(TO, { recursive: true });
for (const file of readdirSync(TO)) if (!names.includes(file.replace(/\.png$/, ''))) rmSync(join(TO, file));
for (const name of names) {
  const [scheme, ...screen] = name.split('-');
  const picture = sharp(join(FROM, `${scheme}-1280x800`, `${screen.join('-')}.png`));
  // The window has few colours: a palette of 256 loses nothing that is seen.
  const { size } = await picture.png({ palette: true, colours: 256, dither: 0, effort: 10 }).toFile(join(TO, `${name}.png`));
  console.log(`docs/tour/${name}.png ${Math.round(size / 1024)} KiB`);
}
