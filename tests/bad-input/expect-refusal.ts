/** Holds the services to the table. */
import { expect } from 'vitest';
import { exitStatus, SpikeloomError } from '../../src-shared/errors/index.ts';
import { type BadCase, contentsOf } from './table.ts';

/** Runs a case: status 2, one line that names a place, its code and words, and no file made, changed or removed in `folder`. */
export async function expectRefusal({ code, says, run }: BadCase, folder: string): Promise<void> {
  const before = contentsOf(folder);
  const error = await run().then(
    () => 'nothing thrown',
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof SpikeloomError)) throw error;
  expect(error.message).toMatch(/^[^\n]{10,500}$/);
  expect([error.code, exitStatus(error)], error.message).toEqual([code, 2]);
  for (const words of says) expect(error.message).toContain(words);
  expect(Object.values(error.at).join(), error.message).not.toBe('');
  expect(contentsOf(folder)).toEqual(before);
}
