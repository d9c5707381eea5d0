import { expect, it } from 'vitest';
import { folderOf, isFullPath, joinPath } from './paths.ts';

it('joins and parts paths of either kind of system', () => {
  const paths = [
    ['/home/a', 'x.onnx', '/home/a/x.onnx'],
    ['/', 'x.onnx', '/x.onnx'],
    ['C:\\data', 'x.onnx', 'C:\\data\\x.onnx'],
    ['C:\\', 'x.onnx', 'C:\\x.onnx'],
    ['\\\\server\\share', 'x', '\\\\server\\share\\x'],
  ] as const;
  for (const [folder, name, path] of paths) {
    expect(joinPath(folder, name)).toBe(path);
    expect(folderOf(path)).toBe(folder);
  }
});

it('takes a backslash for part of a name where the system does', () => {
  expect(folderOf('/data/odd\\name.onnx')).toBe('/data');
  expect(joinPath('/data/odd\\name', 'x')).toBe('/data/odd\\name/x');
});

it('knows paths that begin at a root', () => {
  for (const path of ['/a', '/', 'C:\\a', 'c:/a', '\\\\server\\share']) expect(isFullPath(path)).toBe(true);
  for (const path of ['a', 'a/b', './a', 'C:', '~/a', '']) expect(isFullPath(path)).toBe(false);
});

it('has no folder for a name alone', () => {
  expect(folderOf('x.onnx')).toBe('');
});
