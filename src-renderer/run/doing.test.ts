/** What the strip says while the first run goes on. */
import { expect, it } from 'vitest';
import { runTexts } from '../texts/run.ts';

it('says how far a job is in each of its phases', () => {
  const doing = (phase: string) => runTexts.doing(phase, '3', '200');
  expect(doing('simulating')).toContain('3 of 200');
  expect(doing('calibrating')).toContain('3 of 200');
  const others = ['waiting', 'starting', 'importing'].map(doing);
  expect(new Set(others).size).toBe(3);
  for (const words of others) expect(words).not.toMatch(/\d/);
});
