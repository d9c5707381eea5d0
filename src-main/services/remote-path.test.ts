import { describe, expect, it } from 'vitest';
import { mayLookAt, reachOf } from './remote-path.ts';

describe('what a path of a project reaches on Windows', () => {
  it.each([
    ['C:\\models\\net.onnx', undefined],
    ['c:/models/net.onnx', undefined],
    ['models\\net.onnx', undefined],
    ['\\models\\net.onnx', undefined],
    ['\\\\?\\C:\\models\\net.onnx', undefined],
    ['C:\\console\\null.onnx', undefined],
    ['\\\\Server\\Share\\net.onnx', '\\\\server\\share'],
    ['//server/share/net.onnx', '\\\\server\\share'],
    ['\\/server/share\\net.onnx', '\\\\server\\share'],
    ['\\\\server@SSL@443\\DavWWWRoot\\net.onnx', '\\\\server@ssl@443\\davwwwroot'],
    ['\\\\10.0.0.1\\share\\net.onnx', '\\\\10.0.0.1\\share'],
    ['\\\\?\\UNC\\server\\share\\net.onnx', '\\\\server\\share'],
    ['\\\\.\\unc\\server\\share\\net.onnx', '\\\\server\\share'],
    ['\\\\server', 'device'],
    ['\\\\.\\pipe\\x', 'device'],
    ['\\\\.\\PhysicalDrive0', 'device'],
    ['\\\\?\\GLOBALROOT\\Device\\x', 'device'],
    ['\\\\?\\Volume{x}\\net.onnx', 'device'],
    ['\\??\\C:\\x', 'device'],
    ['C:\\models\\NUL', 'device'],
    ['C:\\models\\con.onnx', 'device'],
    ['COM1:', 'device'],
  ])('%s: %s', (path, reach) => {
    expect(reachOf(path)).toBe(reach);
    expect(mayLookAt(path, 'win32', '')).toBe(reach === undefined);
    expect(mayLookAt(path, 'linux', '')).toBe(true);
  });

  it('is looked at where the user allows that share, and no other', () => {
    const may = (path: string, allowed: string): boolean => mayLookAt(path, 'win32', allowed);
    expect(may('\\\\server\\share\\net.onnx', '\\\\SERVER\\share')).toBe(true);
    expect(may('//server/share/a/net.onnx', '\\\\x\\y; //server/share ')).toBe(true);
    for (const allowed of ['\\\\server\\other', '\\\\server', ';', '\\\\', 'C:\\', '\\\\.\\pipe'])
      expect(may('\\\\server\\share\\net.onnx', allowed), allowed).toBe(false);
    expect(may('\\\\.\\pipe\\x', '\\\\.\\pipe')).toBe(false);
  });
});
