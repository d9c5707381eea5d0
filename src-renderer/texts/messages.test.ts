/** What services say of settings is said in the names of the window's fields. */
import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { OPTION_IDS, option, say, type OptionId } from '../../src-shared/message/index.ts';
import { FIELD_OF_OPTION, inWindow } from './messages.ts';

/** Options that services name and the window has no field for, and why no window shows those messages. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  samples: 'the window shows what a run keeps; only the command line writes it to a file',
  shard: 'evaluations in parts are a matter of the command line',
  json: 'as above: how a part is printed',
  'spike-budget': 'named only if a budget was given, which is a matter of the command line',
  collect: 'sweeps are a matter of the command line',
  item: 'as above',
  missing: 'as above',
};

/** Services and what they are made of; the command line and hosts speak for themselves. */
const SERVICES = [
  'src-main/{services,onnx,dataset,convert,calibrate,engines,export,project,workbench}/**/*.ts',
  'src-gpu{,-page}/**/*.ts',
  'src-shared/{calibration,contract,energy,engine,errors,export,fit,fixed,lowering,math,metrics,network,plan,results,spiking,tensor,units}/**/*.ts',
];

/** Files whose sentences quote whole commands, and why no window shows them. */
const COMMANDS: Readonly<Record<string, string>> = {
  'src-main/onnx/import-network.ts': 'a window lists blocked nodes before it makes a project, and then makes none',
  'src-main/services/report/render-project-report.ts': 'reports are written by the command line',
  'src-main/services/view/run-workload.ts': 'a window asks for a run that it shows, which is there',
};

/** Lines of the services but comments. */
function sources(): { readonly file: string; readonly line: string }[] {
  const files = globSync(SERVICES).filter((file) => !file.endsWith('.test.ts'));
  expect(files.length).toBeGreaterThan(100);
  return files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => !/^\s*(\/?\*|\/\/)/.test(line))
      .map((line) => ({ file, line })),
  );
}

describe('a message of the services in the window', () => {
  it('names fields', () => {
    expect(inWindow(say`give them with ${option('size')} 224x224, or ${option('calibration', 'SRC')}.`)).toBe(
      'give them with “Size” 224x224, or “Calibration samples”.',
    );
  });

  it.each(['/x/--input/y', '--input.onnx, a--input.onnx and C:\\--input\\m.onnx', 'Use a smaller --batch.'])(
    'leaves texts as they are: %s',
    (text) => expect(inWindow(say`${text}: give ${option('input', 'NAME')}`)).toBe(`${text}: give “Input”`),
  );

  it('has no word of the command line for any setting', () => {
    for (const id of OPTION_IDS) expect(inWindow([{ option: id, value: 'X,Y' }])).toMatch(/^“(?!.*(--|X,Y)).+”$/);
  });

  it('is no command: nobody can type one there', () => {
    const commands = sources().flatMap(({ file, line }) =>
      /spikeloom [a-z]+ [A-Z$]|\bnpm (run|ci|install)\b|\bnpx \b/.test(line) ? [file] : [],
    );
    expect(commands.filter((file) => !(file in COMMANDS))).toEqual([]);
    expect(Object.keys(COMMANDS).filter((file) => !commands.includes(file))).toEqual([]);
  });

  it('has a field for every setting that services name', () => {
    const named = new Set<string>();
    for (const { line } of sources()) for (const [, id] of line.matchAll(/\boption\('([a-z-]+)'/g)) named.add(id!);
    expect(named.size).toBeGreaterThan(10);
    const without = [...named].filter((id) => FIELD_OF_OPTION[id as OptionId] === null);
    expect(without.sort()).toEqual(Object.keys(ELSEWHERE).sort());
  });
});
