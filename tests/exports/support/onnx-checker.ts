/** Exported models on the disk, and the checker of the Python package onnx (Debian: python3-onnx), with strict shape inference. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { PackageFiles } from '../../../src-main/export/index.ts';

const SCRIPT = `
import sys, onnx
from onnx import checker
for file in sys.stdin.read().split('\\n'):
    try:
        checker.check_model(onnx.load(file), full_check=True)
    except Exception as error:
        print(file + ': ' + str(error).replace('\\n', ' ')[:500])
`;

// `import onnx` would not do: Debian's libonnx-testdata alone leaves a folder of that name, without the package's modules.
const probe = spawnSync('python3', ['-c', 'from onnx import checker'], { encoding: 'utf8' });

/** Why the checker cannot be used on this machine; null if it can. */
export const noOnnxChecker: string | null =
  probe.status === 0 ? null : 'python3 has no package onnx; on Debian, apt-get install python3-onnx';

/** A folder for the files of exported models, which is removed after the tests of a file. `keep` is for `exporterEngine`. */
export function modelFolder(): {
  readonly paths: readonly string[];
  readonly keep: (name: string) => (files: PackageFiles) => void;
} {
  const folder = mkdtempSync(join(tmpdir(), 'spikeloom-exports-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const paths: string[] = [];
  return {
    paths,
    keep: (name) => (files) => {
      for (const [file, content] of files) {
        const path = join(folder, `${name}.${file}`);
        writeFileSync(path, content);
        paths.push(path);
      }
    },
  };
}

/** What the checker says against these files: a line for each that it refuses. */
export function checkWithOnnx(files: readonly string[]): string[] {
  const { status, stdout, stderr } = spawnSync('python3', ['-c', SCRIPT], { input: files.join('\n'), encoding: 'utf8' });
  if (status !== 0) throw new Error(`onnx.checker: ${stderr}`);
  return stdout.split('\n').filter((line) => line !== '');
}
