/** Every colour of a scale against the text on it, and against its neighbours. */
import { describe, expect, it } from 'vitest';
import { contrast, difference, HEAT_STEPS, heatStep, heatSteps } from './heat.ts';
import { colours, type Scheme } from './tokens.ts';

describe.each<Scheme>(['light', 'dark', 'high-contrast'])('%s', (scheme) => {
  const steps = heatSteps(scheme);

  it('text can be read on every step', () => {
    for (const { fill, ink } of steps)
      expect(contrast(fill, ink), fill).toBeGreaterThanOrEqual(scheme === 'high-contrast' ? 7 : 4.5);
  });

  it('neighbouring steps differ plainly, and all get lighter or all darker', () => {
    for (let step = 1; step < steps.length; step++) {
      expect(difference(steps[step - 1]!.fill, steps[step]!.fill), `${step}`).toBeGreaterThan(0.075);
    }
    const lightness = steps.map(({ fill }) => contrast(fill, '#000000'));
    const sorted = lightness.toSorted((a, b) => a - b);
    expect(scheme === 'light' ? sorted.toReversed() : sorted).toEqual(lightness);
  });

  it('badges and counts on a node can be read: they have a ground of their own', () => {
    for (const ground of ['hover', 'pressed', 'raised'] as const) {
      expect(contrast(colours.ink[scheme], colours[ground][scheme])).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrast(colours.warning[scheme], colours.raised[scheme])).toBeGreaterThanOrEqual(4.5);
  });
});

it('the ends of the map are the first and the last step', () => {
  const steps = heatSteps('light');
  expect([steps[0]!.fill, steps.at(-1)!.fill]).toEqual([colours['sequential-low'].light, colours['sequential-high'].light]);
  expect([0, 0.16, 0.17, 0.99, 1].map(heatStep)).toEqual([0, 0, 1, HEAT_STEPS - 1, HEAT_STEPS - 1]);
});
