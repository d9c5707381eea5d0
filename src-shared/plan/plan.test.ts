import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { exitStatus, SpikeloomError } from '../errors/index.ts';
import { arbitraryPlan } from './arbitrary-plan.ts';
import { EMPTY_PLAN, formatPlan, parsePlan, planJsonSchema, readPlan } from './index.ts';

const SPECIFIED = `{ "version": 1, "steps": 8,
  "defaults": { "coding": "differential", "neuron": "mt", "thresholds": 8,
                "threshold": { "method": "percentile", "percentile": 99.9, "level": "channel", "scale": 1 } },
  "layers": { "layer1.0.relu1": { "coding": "rate", "thresholds": 4 },
              "layer3.*":       { "threshold": { "method": "iteration" } },
              "layer2.1.relu2": { "threshold": { "value": 1.25, "level": "layer" } } } }`;

/** The error that `parsePlan` throws for a text. */
function errorOf(text: string): SpikeloomError {
  try {
    parsePlan(text, 'p.json');
  } catch (error) {
    if (error instanceof SpikeloomError) return error;
    throw error;
  }
  throw new Error(`accepted: ${text}`);
}

describe('a plan as text', () => {
  it('reads the plan of docs/cli.md', () => {
    const plan = parsePlan(SPECIFIED);
    expect(plan.steps).toBe(8);
    expect(plan.layers.map(({ key }) => key)).toEqual(['layer1.0.relu1', 'layer3.*', 'layer2.1.relu2']);
    expect(plan.layers[2]?.settings).toEqual({ threshold: { value: 1.25, level: 'layer' } });
    expect(readFileSync(new URL('../../docs/cli.md', import.meta.url), 'utf8')).toContain(SPECIFIED);
  });

  it('keeps the order of keys that look like numbers', () => {
    const text = '{"version":1,"layers":{"10":{"neuron":"if"},"*":{"neuron":"ms"},"2":{}}}';
    expect(parsePlan(text).layers.map(({ key }) => key)).toEqual(['10', '*', '2']);
  });

  it('gives back exactly what was formatted, in text that does not change', () => {
    fc.assert(
      fc.property(arbitraryPlan, (plan) => {
        const text = formatPlan(plan);
        expect(parsePlan(text)).toEqual(plan);
        expect(formatPlan(parsePlan(text))).toBe(text);
      }),
    );
  });

  it('is one line a layer', () => {
    expect(formatPlan(parsePlan(SPECIFIED)).split('\n')).toContain(
      '    "layer1.0.relu1": { "coding": "rate", "thresholds": 4 },',
    );
    expect(formatPlan(EMPTY_PLAN)).toBe('{\n  "version": 1\n}\n');
  });

  it.each([
    ['{"version":1,}', 'plan.syntax', 'p.json:1:14: expected a key in double quotes, found "}"'],
    ['{"version":1,\n "steps" 8}', 'plan.syntax', 'p.json:2:10: expected ":", found "8"'],
    ['{"version":1,"version":1}', 'plan.syntax', 'p.json:1:14: key "version" is given twice'],
    ['', 'plan.syntax', 'p.json:1:1: expected a value, found the end of the text'],
    ['[]', 'plan.invalid', 'p.json:1:1: the plan is []; must be an object { … }'],
    ['{}', 'plan.invalid', 'p.json:1:1: version is missing; must be 1'],
    ['{"version":2}', 'plan.invalid', 'version is 2; must be 1'],
    ['{"version":1,"steps":0}', 'plan.invalid', 'steps is 0; must be a whole number from 1 to a million'],
    ['{"version":1,"steps":1.5}', 'plan.invalid', 'steps is 1.5; must be a whole number'],
    ['{"version":1,"tau":1.01}', 'plan.invalid', 'tau is 1.01; must be a number above 0, at most 1'],
    ['{"version":1,"stps":8}', 'plan.invalid', 'stps is not known here; did you mean "steps"?'],
    [
      '{"version":1,"defaults":{"coding":"temporal"}}',
      'plan.invalid',
      'defaults.coding is "temporal"; must be one of rate, leaky-rate',
    ],
    ['{"version":1,"defaults":{"thresholds":17}}', 'plan.invalid', 'must be a whole number from 1 to 16'],
    ['{"version":1,"defaults":{"thresholds":0}}', 'plan.invalid', 'must be a whole number from 1 to 16'],
    [
      '{"version":1,"defaults":{"threshold":{"scale":-1}}}',
      'plan.invalid',
      'defaults.threshold.scale is -1; must be a number above 0',
    ],
    [
      '{"version":1,"defaults":{"threshold":{"value":0}}}',
      'plan.invalid',
      'defaults.threshold.value is 0; must be a number above 0',
    ],
    ['{"version":1,"defaults":{"threshold":{"value":1e999}}}', 'plan.invalid', 'must be a number above 0'],
    [
      '{"version":1,"layers":{"x":{"threshold":{"percentile":101}}}}',
      'plan.invalid',
      'layers["x"].threshold.percentile is 101; must be a number between 0 and 100',
    ],
    [
      '{"version":1,"layers":{"x":{"treshold":{}}}}',
      'plan.invalid',
      'layers["x"].treshold is not known here; did you mean "threshold"?',
    ],
  ])('refuses %s', (text, code, message) => {
    const error = errorOf(text);
    expect(error.code).toBe(code);
    expect(error.message).toContain(message);
    expect(error.message).not.toContain('\n');
    expect(exitStatus(error)).toBe(2);
  });

  it('reports every problem with its place', () => {
    const { problems } = readPlan('{"version":1,\n"steps":0,\n"layers":{"x":{"neuron":"spike"},"y":5}}');
    expect(problems.map(({ path, place }) => [path, place?.line])).toEqual([
      ['steps', 2],
      ['layers["x"].neuron', 3],
      ['layers["y"]', 3],
    ]);
  });

  it('never crashes, whatever the text', () => {
    const damaged = fc
      .tuple(fc.constant(SPECIFIED), fc.nat(SPECIFIED.length), fc.nat(8), fc.string())
      .map(([text, at, length, put]) => {
        return text.slice(0, at) + put + text.slice(at + length);
      });
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json(), damaged), (text) => readPlan(text).problems.length >= 0));
    expect(readPlan('['.repeat(1e5)).problems[0]?.message).toContain('nested deeper');
  });

  it('agrees with JSON.parse about what is JSON', () => {
    const accepted = (text: string): boolean => {
      try {
        JSON.parse(text);
        return true;
      } catch {
        return false;
      }
    };
    fc.assert(
      fc.property(fc.oneof(fc.json({ maxDepth: 4 }), fc.string(), fc.stringMatching(/^[-+.0-9eE"\\ut{}[\]:, ]*$/)), (text) => {
        const twiceOrProto = /given twice|__proto__/.test(readPlan(text).problems[0]?.message ?? '');
        expect(readPlan(text).problems[0]?.code !== 'plan.syntax' || twiceOrProto).toBe(accepted(text));
      }),
    );
  });
});

it('docs/plan.schema.json is up to date (node scripts/write-schemas.ts)', () => {
  const published: unknown = JSON.parse(readFileSync(new URL('../../docs/plan.schema.json', import.meta.url), 'utf8'));
  expect(published).toEqual(JSON.parse(JSON.stringify(planJsonSchema())));
});
