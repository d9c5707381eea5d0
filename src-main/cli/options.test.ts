/** Options accept every engine of the table, the number of cores for engines that use several, and nothing else. */
import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import { ENGINE_IDS, usesThreads } from '../../src-shared/engine/index.ts';
import { engineRequest } from './options.ts';

describe('--engine', () => {
  it.each(ENGINE_IDS)('%s', (engine) => {
    expect(engineRequest({ engine, threads: 3 })).toEqual(usesThreads(engine) ? { engine, threads: 3 } : { engine });
    expect(engineRequest({ engine }).threads).toBe(usesThreads(engine) ? availableParallelism() : undefined);
  });

  it('gpu takes an adapter, and no other engine does', () => {
    expect(engineRequest({ engine: 'gpu', gpuAdapter: 'software' })).toEqual({ engine: 'gpu', gpuAdapter: 'software' });
    const refusal = expect.objectContaining({ code: 'option.invalid', at: { option: 'gpu-adapter' } });
    expect(() => engineRequest({ engine: 'cpu', gpuAdapter: 'software' })).toThrow(refusal);
  });

  it.each([
    ['CPU', 'option.invalid'],
    ['toString', 'option.invalid'],
    ['', 'option.invalid'],
  ])('"%s" is refused: %s', (engine, code) => {
    const refusal = expect.objectContaining({ code, at: { option: 'engine' }, message: expect.stringContaining('cpu') });
    expect(() => engineRequest({ engine })).toThrow(refusal);
  });
});
