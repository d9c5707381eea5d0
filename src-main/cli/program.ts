/** The list of commands. The code of a command is loaded when it is called. */
import { Command, CommanderError } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import type { SpikeloomError } from '../../src-shared/errors/index.ts';
import { benchCommand } from './commands/bench.ts';
import { compareCommand } from './commands/compare.ts';
import { compareMethodsCommand } from './commands/compare-methods.ts';
import { convertCommand } from './commands/convert.ts';
import { demoCommand } from './commands/demo.ts';
import { energyCommand } from './commands/energy.ts';
import { evaluateCommand } from './commands/evaluate.ts';
import { exportCommand } from './commands/export.ts';
import { fitCommand } from './commands/fit.ts';
import { gpuCommand } from './commands/gpu.ts';
import { inspectCommand } from './commands/inspect.ts';
import { mergeCommand } from './commands/merge.ts';
import { reportCommand } from './commands/report.ts';
import { reproduceCommand } from './commands/reproduce.ts';
import { sensitivityCommand } from './commands/sensitivity.ts';
import { simulateCommand } from './commands/simulate.ts';
import { sweepCommand } from './commands/sweep.ts';
import { tuneCommand } from './commands/tune.ts';
import { allowServers } from '../services/project/remote-path.ts';
import { names } from './options.ts';
import { end, reportError, usageError } from './outcome.ts';

const COMMANDS = [
  inspectCommand,
  convertCommand,
  simulateCommand,
  evaluateCommand,
  mergeCommand,
  tuneCommand,
  sweepCommand,
  reportCommand,
  energyCommand,
  sensitivityCommand,
  compareCommand,
  compareMethodsCommand,
  exportCommand,
  reproduceCommand,
  fitCommand,
  benchCommand,
  gpuCommand,
  demoCommand,
];

/** Commands that open a project. A project names its model, and perhaps samples, by path. */
const OPEN_PROJECTS = new Set(['simulate', 'evaluate', 'tune', 'energy', 'sensitivity', 'export', 'fit', 'sweep']);

/** The program as commander knows it, with all commands and options. It runs commands, and tests compare it with docs/cli.md. */
export const program = new Command('spikeloom')
  .description('Turns a trained network (ONNX) into a spiking network without training, and measures accuracy and energy.')
  .version(packageJson.version, '--version', 'print the version')
  .helpCommand(false);

for (const command of COMMANDS) {
  command(program).option('--json', 'one JSON document on standard output, nothing else there').allowExcessArguments(false);
}

for (const command of program.commands.filter((one) => OPEN_PROJECTS.has(one.name()))) {
  command
    .option('--allow-server <name>', 'look for files of a project on this other computer (Windows); may be repeated', names)
    .hook('preAction', () => allowServers(command.opts<{ allowServer?: string[] }>().allowServer ?? []));
}

for (const command of [program, ...program.commands]) {
  // `reportError` writes every error as one line.
  command.exitOverride().configureOutput({ writeErr: () => {} });
}

/** Runs the command named by the arguments and ends the program. */
export async function runProgram(): Promise<void> {
  // A reader that stops early (`| head`) is not a failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  try {
    await program.parseAsync();
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) await end(0);
    const json = process.argv.includes('--json');
    await end(await reportError(error instanceof CommanderError ? usageErrorOf(error) : error, json));
  }
}

function usageErrorOf({ message }: CommanderError): SpikeloomError {
  const said = process.argv[2];
  const command = program.commands.find((one) => one.name() === said)?.name();
  return usageError(said === undefined ? 'no command' : message, command);
}
