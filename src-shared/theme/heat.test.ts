/** Every colour of a scale against the text on it, and against its neighbours. */
import { describe, expect, it } from 'vitest';
import { contrast, difference, divergingSteps, HEAT_STEPS, heatStep, heatSteps, MAP_STEPS, mapStep } from './heat.ts';
import { colours, type Scheme } from './tokens.ts';

describe.each<Scheme>(['light', 'dark', 'high-contrast'])('%s', (scheme) => {
  const steps = heatSteps(scheme);
  const both = divergingSteps(scheme);

  it('text can be read on every step', () => {
    for (const { fill, ink } of [...steps, ...both])
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

  it('the sides of the diverging map go away from its centre in plain steps, and no step of one is like a step of the other', () => {
    const middle = (both.length - 1) / 2;
    const centre = both[middle]!.fill;
    const away = both.map(({ fill }) => difference(fill, centre));
    expect(away[middle]).toBe(0);
    for (let step = 1; step < both.length; step++) {
      expect(difference(both[step - 1]!.fill, both[step]!.fill), `${step}`).toBeGreaterThan(0.075);
      expect(away[step]! > away[step - 1]!).toBe(step > middle);
    }
    for (const below of both.slice(0, middle)) {
      for (const above of both.slice(middle + 1)) expect(difference(below.fill, above.fill)).toBeGreaterThan(0.09);
    }
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

it('the middle step of the diverging map is that of no change, and the ends are those of the theme', () => {
  const steps = divergingSteps('dark');
  expect(steps).toHaveLength(MAP_STEPS.diverging);
  expect([steps[0]!.fill, steps[3]!.fill, steps[6]!.fill]).toEqual([
    colours['diverging-below'].dark,
    colours['diverging-centre'].dark,
    colours['diverging-above'].dark,
  ]);
  expect([0, 0.14, 0.15, 0.5, 0.57, 0.58, 1].map((place) => mapStep(place, 'diverging'))).toEqual([0, 0, 1, 3, 3, 4, 6]);
});
