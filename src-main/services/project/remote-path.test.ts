import { afterEach, describe, expect, it } from 'vitest';
import { onPlatform } from '../../../tests/support/platform.ts';
import { allowServers, mayLookAt, reachOf, requireNearSamples, serverToAllow } from './remote-path.ts';

afterEach(() => onPlatform());

describe('what a path of a project reaches on Windows', () => {
  it.each([
    ['C:\\models\\net.onnx', undefined],
    ['c:/models/net.onnx', undefined],
    ['models\\net.onnx', undefined],
    ['\\models\\net.onnx', undefined],
    ['\\\\?\\C:\\models\\net.onnx', undefined],
    ['C:\\console\\null.onnx', undefined],
    ['\\\\Server\\Share\\net.onnx', '\\\\server'],
    ['//server/share/net.onnx', '\\\\server'],
    ['\\/server/share\\net.onnx', '\\\\server'],
    ['\\\\server@SSL@443\\DavWWWRoot\\net.onnx', '\\\\server@ssl@443'],
    ['\\\\10.0.0.1\\share\\net.onnx', '\\\\10.0.0.1'],
    ['\\\\?\\UNC\\server\\share\\net.onnx', '\\\\server'],
    ['\\\\.\\unc\\server\\share\\net.onnx', '\\\\server'],
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
    onPlatform('win32');
    expect(mayLookAt(path)).toBe(reach === undefined);
    onPlatform('linux');
    expect(mayLookAt(path)).toBe(true);
  });

  it('is looked at where the user allows that server, and no other', () => {
    onPlatform('win32');
    allowServers(['one', '\\\\TWO', 'pipe', '.', '?', '']);
    for (const path of ['\\\\one\\share\\net.onnx', '//Two/share/a/net.onnx', '\\\\?\\UNC\\one\\x\\y'])
      expect(mayLookAt(path), path).toBe(true);
    for (const path of ['\\\\three\\share\\net.onnx', '\\\\one.evil\\share\\x', '\\\\.\\pipe\\x', '\\\\?\\Volume{x}\\y', 'NUL'])
      expect(mayLookAt(path), path).toBe(false);
    expect(serverToAllow('\\\\three\\share\\net.onnx')).toBe('\\\\three');
    // Nobody is asked about a device: it is never looked at.
    expect(serverToAllow('\\\\.\\pipe\\x')).toBeNull();
  });

  it('is refused for samples and for the file of their labels, with the option that allows it', () => {
    onPlatform('win32');
    for (const spec of [
      '\\\\far\\share\\x.npy@0:5',
      'C:\\x.npy#\\\\far\\share\\y.npy',
      '//far/share/x.npz#a,b',
      '\\\\far\\share\\folder',
    ])
      expect(() => requireNearSamples(spec), spec).toThrow(/is on another computer.*allow \\\\far with --allow-server/);
    requireNearSamples('C:\\x.csv#\\\\column');
    requireNearSamples('C:\\x.npy#C:\\y.npy');
  });
});
