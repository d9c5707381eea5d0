/** The source of a field's value, and the completeness of the list of fields. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryPlan, arbitrarySettings } from './arbitrary-plan.ts';
import { resetDefault, setDefaults } from './edit.ts';
import { fieldOf, fieldSource, SETTINGS_FIELDS, settingsWith, withoutField } from './fields.ts';
import { EMPTY_PLAN, layerSettings, mergeSettings, type Plan } from './index.ts';

const layer = { name: 'layer1.0.relu1', rule: 'relu' } as const;

describe('fields of settings', () => {
  it('put together again give the same settings', () => {
    fc.assert(
      fc.property(arbitrarySettings, (settings) => {
        const whole = SETTINGS_FIELDS.map((field) => [field, fieldOf(settings, field)] as const)
          .filter((entry): entry is readonly [(typeof entry)[0], string | number] => entry[1] !== undefined)
          .reduce((now, [field, value]) => mergeSettings(now, settingsWith(field, value)), {});
        // An empty threshold sets nothing. A method must be set before the value.
        const { threshold = {}, ...others } = settings;
        expect(whole).toEqual(Object.keys(threshold).length === 0 ? others : settings);
      }),
    );
  });

  it('taken away one by one leave nothing', () => {
    fc.assert(
      fc.property(arbitrarySettings, (settings) => {
        const { threshold, ...rest } = SETTINGS_FIELDS.reduce(withoutField, settings);
        expect(rest).toEqual({});
        expect(Object.keys(threshold ?? {})).toEqual([]);
      }),
    );
  });

  it('of the defaults can be set and reset', () => {
    const plan = setDefaults(EMPTY_PLAN, { threshold: { percentile: 99 } });
    expect(plan.defaults).toEqual({ threshold: { percentile: 99 } });
    expect(resetDefault(plan, 'threshold.percentile')).toEqual(EMPTY_PLAN);
  });
});

describe('the source of a field', () => {
  const plan = (layers: Plan['layers'], defaults: Plan['defaults'] = {}): Plan => ({ version: 1, defaults, layers });

  it('is the last rule that sets it, else the defaults, else nothing', () => {
    const rules = [
      { key: 'layer1.*', settings: { neuron: 'if' } },
      { key: layer.name, settings: { coding: 'rate' } },
    ] as const;
    const source = (field: (typeof SETTINGS_FIELDS)[number]) =>
      fieldSource(plan(rules, { thresholds: 4, neuron: 'mt' }), layer.name, field);
    expect(source('coding')).toEqual({ kind: 'layer' });
    expect(source('neuron')).toEqual({ kind: 'glob', key: 'layer1.*' });
    expect(source('thresholds')).toEqual({ kind: 'defaults' });
    expect(source('threshold.scale')).toEqual({ kind: 'built-in' });
  });

  it('of a fixed value is the later method that took its place', () => {
    const rules = [
      { key: '*', settings: { threshold: { value: 2 } } },
      { key: layer.name, settings: { threshold: { method: 'max' } } },
    ] as const;
    expect(fieldSource(plan(rules), layer.name, 'threshold.value')).toEqual({ kind: 'layer' });
  });

  it('without its rule, changes nothing for fields that come from elsewhere', () => {
    fc.assert(
      fc.property(arbitraryPlan, fc.constantFrom(...SETTINGS_FIELDS), (random, field) => {
        const source = fieldSource(random, layer.name, field);
        const used = fieldOf(layerSettings(random, [layer]).get(layer.name)!, field);
        const others = random.layers.map(({ key, settings }) =>
          key === layer.name ? { key, settings: withoutField(settings, field) } : { key, settings },
        );
        const without = fieldOf(layerSettings({ ...random, layers: others }, [layer]).get(layer.name)!, field);
        if (source.kind !== 'layer') expect(without).toEqual(used);
      }),
    );
  });
});
