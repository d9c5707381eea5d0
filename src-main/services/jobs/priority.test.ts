/** A background job gets a lower priority than other processes. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const GROUP = '/proc/self/autogroup';

/** What a process of its own session prints after it has stepped back. */
async function printed(expression: string): Promise<string> {
  const priority = pathToFileURL(join(import.meta.dirname, 'priority.ts')).href;
  const code = `const { stepBack } = await import('${priority}'); stepBack(); console.log(String(${expression}));`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: process.platform === 'linux',
  });
  return (await text(child.stdout)).trim();
}

it('is the lowest in its session', async () => {
  expect(await printed(`(await import('node:os')).getPriority()`)).toBe('19');
});

it.skipIf(!existsSync(GROUP))('is below normal for its session, and for no other', async () => {
  const own = readFileSync(GROUP, 'utf8');
  expect(await printed(`(await import('node:fs')).readFileSync('${GROUP}', 'utf8')`)).toMatch(/ nice 10$/);
  expect(readFileSync(GROUP, 'utf8')).toBe(own);
});
