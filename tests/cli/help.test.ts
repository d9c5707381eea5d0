/** docs/cli.md and what the program knows of itself agree: every command and option is in both. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { OPTION_IDS } from '../../src-shared/message/index.ts';
import { program } from '../../src-main/cli/program.ts';

const PAGE = readFileSync(new URL('../../docs/cli.md', import.meta.url), 'utf8');
const options = new Set(program.commands.flatMap((command) => command.options.map((option) => option.long!)));
/** Commands of the page's table. */
const described = [...PAGE.matchAll(/^\| `([a-z-]+)[ `]/gm)].map(([, name]) => name!);
/** The one of which it says that it is not in this version. */
const later = new Set(/^`(\w+)` is not in this version/m.exec(PAGE)?.slice(1));

it('every command is described, and every description is of a command', () => {
  expect(described.filter((name) => !later.has(name)).sort()).toEqual(program.commands.map((command) => command.name()).sort());
  expect([...later].filter((name) => name !== 'open' && !described.includes(name))).toEqual([]);
});

it('every option is described', () => {
  expect([...options].filter((option) => !PAGE.includes(option))).toEqual([]);
});

it('every option that is described exists', () => {
  const rows = PAGE.split('\n').filter((line) => ![...later].some((name) => line.startsWith(`| \`${name} `)));
  const named = new Set([...rows.join('\n').matchAll(/--[a-z][a-z-]+/g)].map(([option]) => option));
  expect([...named].filter((option) => !options.has(option) && option !== '--help')).toEqual([]);
});

/** Arguments of the hosts, which are no options of the command line. */
const OF_HOSTS = ['--example', '--new-token', '--open', '--port'];

it('messages can name every option, and none that does not exist', () => {
  const named = OPTION_IDS.map((id) => `--${id}`);
  expect(named.toSorted()).toEqual([...options, '--version', ...OF_HOSTS].toSorted());
});

it('the command that opens the window says what it takes', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    fileURLToPath(new URL('../../scripts/start.ts', import.meta.url)),
    '--help',
  ]);
  expect([...stdout.matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, option]) => option)).toEqual([
    '--example',
    '--browser',
    '--port',
    '--new-token',
    '--help',
  ]);
});
