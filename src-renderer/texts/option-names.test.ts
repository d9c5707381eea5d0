/** What services say of options is said in the names of the window's fields. */
import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FIELD_OF_OPTION, inWindow } from './option-names.ts';

/** Options in sentences that no window sees, and why. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  shard: 'evaluations in parts are a matter of the command line',
  json: 'as above: how a part is printed',
  'max-semi-space-size': 'an option of Node, for a job’s process',
  eval: 'an option of Node, kept from jobs',
  print: 'an option of Node, kept from jobs',
};

/** Services and what they are made of; the command line and hosts speak for themselves. */
const SERVICES = [
  'src-main/{services,onnx,dataset,convert,calibrate,engines,project,workbench}/**/*.ts',
  'src-shared/{calibration,contract,energy,errors,math,metrics,network,plan,results,spiking,tensor,units}/**/*.ts',
];

/** Files whose sentences quote whole commands, and why no window shows them. */
const COMMANDS: Readonly<Record<string, string>> = {
  'src-main/onnx/import-network.ts': 'a window lists blocked nodes before it makes a project, and then makes none',
  'src-main/services/render-project-report.ts': 'reports are written by the command line',
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

describe('a sentence of the services in the window', () => {
  it.each([
    ['m.onnx has 2 inputs (a, b); say with --input NAME which one is the image.', '“Input” which one'],
    ['give them with --size 224x224 (height x width)', 'with “Size” 224x224 (height'],
    ['give --calibration SRC, or a plan', 'give “Calibration samples”, or a plan'],
    ['use a smaller --batch or fewer --steps.', 'a smaller “Samples per batch” or fewer “Time steps T”.'],
    ['evaluate --shard i/N', '--shard i/N'],
    ['a name such as my--batch stays', 'my--batch stays'],
    ['/home/u/--size/m.onnx is truncated', '/home/u/--size/m.onnx is'],
    ['--input.onnx, a--input.onnx and C:\\--input\\m.onnx are files', '--input.onnx, a--input.onnx and C:\\--input\\m.onnx are'],
  ])('%s', (sentence, expected) => expect(inWindow(sentence)).toContain(expected));

  it('is no command: nobody can type one there', () => {
    const commands = sources().flatMap(({ file, line }) =>
      /spikeloom [a-z]+ [A-Z$]|\bnpm (run|ci|install)\b|\bnpx \b/.test(line) ? [file] : [],
    );
    expect(commands.filter((file) => !(file in COMMANDS))).toEqual([]);
    expect(Object.keys(COMMANDS).filter((file) => !commands.includes(file))).toEqual([]);
  });

  it('has a field for every option that services name', () => {
    const named = new Set<string>();
    for (const { line } of sources())
      for (const [, option] of line.matchAll(/(?<![\w-])--([a-z][a-z-]*[a-z])/g)) named.add(option!);
    expect(named).toContain('batch');
    const unknown = [...named].filter((option) => !(option in FIELD_OF_OPTION) && !(option in ELSEWHERE));
    expect(unknown).toEqual([]);
  });
});
