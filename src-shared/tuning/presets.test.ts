/** The figures of presets are those of the page that they name, and every preset is a search that can be asked for. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ENERGY_MODELS } from '../energy/index.ts';
import { PRESETS } from './presets.ts';

/** `resnet20-cifar10 mt8-differential-iteration` to the last accuracy, ours and theirs, and both energy ratios. */
function tableOf(page: string): ReadonlyMap<string, readonly number[]> {
  const rows = page.split('\n').filter((line) => /^\| \w+-.*cifar10 \|/.test(line));
  return new Map(
    rows.map((row) => {
      const cells = row.split('|').map((cell) => cell.trim());
      const [here, paper] = cells[6]!.split(' ').map((text) => Number(text.replaceAll(/[()]/g, '')));
      const ratios = cells
        .find((cell) => / \/ /.test(cell))!
        .split(' / ')
        .map(Number);
      return [`${cells[1]} ${cells[2]!.replaceAll('`', '')}`, [here!, paper!, ...ratios]];
    }),
  );
}

const NETWORKS: Readonly<Record<string, string>> = {
  'ResNet-20': 'resnet20-cifar10',
  VGG: 'vgg-small-cifar10',
  ViT: 'vit-small-cifar10',
};

it('has the figures of the page', () => {
  const withFigures = PRESETS.filter(({ network }) => network !== null);
  expect(withFigures).toHaveLength(3);
  for (const { network, figures, source } of withFigures) {
    const table = tableOf(readFileSync(source!, 'utf8'));
    for (const { setting, paper, here } of figures) {
      const [coding, thresholds, method] = setting.split(', ');
      const id = `mt${thresholds!.split(' ')[0]}-${coding}-${method === 'percentile' ? 'p99.9' : method}`;
      const figuresHere = [here.accuracy, paper.accuracy, here.energyRatio, paper.energyRatio];
      expect(figuresHere, `${network} ${id}`).toEqual(table.get(`${NETWORKS[network!]} ${id}`));
    }
  }
});

it('has energy models that exist, and ids of its own', () => {
  const models = new Set(ENERGY_MODELS.map(({ id }) => id));
  expect(PRESETS.filter(({ energyModel }) => !models.has(energyModel))).toEqual([]);
  expect(new Set(PRESETS.map(({ id }) => id)).size).toBe(PRESETS.length);
});
