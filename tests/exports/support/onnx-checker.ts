/** The checker of the Python package onnx (Debian: python3-onnx), with strict shape inference. */
import { spawnSync } from 'node:child_process';

const SCRIPT = `
import sys, onnx
for file in sys.stdin.read().split('\\n'):
    try:
        onnx.checker.check_model(onnx.load(file), full_check=True)
    except Exception as error:
        print(file + ': ' + str(error).replace('\\n', ' ')[:500])
`;

const probe = spawnSync('python3', ['-c', 'import onnx'], { encoding: 'utf8' });

/** Why the checker cannot be used on this machine; null if it can. */
export const noOnnxChecker: string | null =
  probe.status === 0 ? null : 'python3 has no package onnx; on Debian, apt-get install python3-onnx';

/** What the checker says against these files: a line for each that it refuses. */
export function checkWithOnnx(files: readonly string[]): string[] {
  const { status, stdout, stderr } = spawnSync('python3', ['-c', SCRIPT], { input: files.join('\n'), encoding: 'utf8' });
  if (status !== 0) throw new Error(`onnx.checker: ${stderr}`);
  return stdout.split('\n').filter((line) => line !== '');
}
