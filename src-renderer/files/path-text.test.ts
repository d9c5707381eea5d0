import { describe, expect, it } from 'vitest';
import { readPath } from './path-text.ts';

const HOME = '/home/ann';

describe('a path as people paste it', () => {
  it.each([
    ['/data/a b/x.onnx', '/data/a b/x.onnx'],
    ['  /data/x.onnx \n', '/data/x.onnx'],
    ['\t/data/x.onnx\r\n', '/data/x.onnx'],
    ['"/data/a b/x.onnx"', '/data/a b/x.onnx'],
    ["'/data/a b/x.onnx' ", '/data/a b/x.onnx'],
    ['~/x.onnx', '/home/ann/x.onnx'],
    ["'~/a b/x.onnx'", '/home/ann/a b/x.onnx'],
    ['~', HOME],
    ['file:///data/a%20b/x.onnx', '/data/a b/x.onnx'],
    ['file://localhost/data/x.onnx\n', '/data/x.onnx'],
    ['FILE:/data/x.onnx', '/data/x.onnx'],
    ['/data/train@0:48', '/data/train@0:48'],
    ['"~/train@0:48"', '/home/ann/train@0:48'],
    ['', ''],
    ['  ', ''],
  ])('%j', (text, path) => expect(readPath(text, HOME)).toBe(path));

  it.each(["/data/it's/x.onnx", "/data/'x'", '~ann/x.onnx', '/data/~/x.onnx', '/data/50%25', 'file:///data/50%', 'x.onnx'])(
    '%j stays as it is',
    (text) => expect(readPath(text, HOME)).toBe(text),
  );

  it.each([
    ['file:///C:/data/a%20b/x.onnx', 'C:\\data\\a b\\x.onnx'],
    ['file://server/share/x.onnx', '\\\\server\\share\\x.onnx'],
    ['"C:\\data\\x.onnx"', 'C:\\data\\x.onnx'],
    ['~\\x.onnx', 'C:\\Users\\ann\\x.onnx'],
    ['~/x.onnx', 'C:\\Users\\ann/x.onnx'],
  ])('of Windows: %j', (text, path) => expect(readPath(text, 'C:\\Users\\ann')).toBe(path));

  it('under a home that ends with a separator', () => expect(readPath('~/x', '/')).toBe('/x'));
});
