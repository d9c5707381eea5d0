/** Recognises files that people mistake for models by their first bytes, and gives advice for each kind. */

interface Mistaken {
  readonly begins: RegExp;
  /** The end of a sentence that begins with the file's name: the kind of the file, and what to do. */
  readonly is: string;
}

const LFS = /^version https?:\/\/[\w.-]+\/spec\//;

/** Matched against the first bytes, one character each. */
const MISTAKEN: readonly Mistaken[] = [
  {
    begins: LFS,
    is: 'is a Git LFS pointer, a few lines of text that stand for the model; fetch the model itself with `git lfs pull` in its repository, or download it from the page of the file',
  },
  { begins: /^\s*(<!doctype|<html|<\?xml)/i, is: 'is a web page, not a model; download the file itself' },
  {
    begins: /^PK\x03\x04/,
    is: 'is a ZIP archive, as PyTorch and Keras save networks, too; unpack the .onnx file in it, or export the network to ONNX',
  },
  { begins: /^\x1f\x8b/, is: 'is compressed with gzip; unpack it first' },
  { begins: /^\x89HDF\r\n/, is: 'is an HDF5 file, as Keras saves networks; export the network to ONNX' },
  { begins: /^.{4}TFL3/s, is: 'is a TensorFlow Lite model; export the network to ONNX' },
  { begins: /^.{4}ORTM/s, is: "is a model in ONNX Runtime's own format; use the .onnx file that it was made from" },
];

const LOOKED_AT = 64;

/** The kind of a file that is not an ONNX model, and what to do; undefined if the kind is not known. */
export function mistakenFor(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, LOOKED_AT)).toString('latin1');
  return MISTAKEN.find(({ begins }) => begins.test(head))?.is;
}

/** True if a file holds a Git LFS pointer in place of its contents. */
export const isLfsPointer = (bytes: Uint8Array): boolean =>
  LFS.test(Buffer.from(bytes.subarray(0, LOOKED_AT)).toString('latin1'));
