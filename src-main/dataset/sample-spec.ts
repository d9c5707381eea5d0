/** The text after `--inputs`, `--dataset` or `--calibration`: a path, and perhaps a range `@A:B` (docs/cli.md, `SRC`). */
import { SpikeloomError } from '../../src-shared/errors/index.ts';

export interface SampleSpec {
  readonly path: string;
  /** Samples `from`…`to`−1 of the order they are read in. */
  readonly range?: { readonly from: number; readonly to: number };
}

/** Splits `PATH@A:B`. Throws `option.invalid` for an empty path or a range without samples. */
export function parseSampleSpec(spec: string): SampleSpec {
  const match = /^(.*)@(\d+):(\d+)$/s.exec(spec);
  const path = match?.[1] ?? spec;
  const at = { file: path === '' ? spec : path };
  if (path === '') throw new SpikeloomError('option.invalid', `"${spec}": no path; name a file or a folder of samples`, { at });
  if (match === null) return { path };
  const [from, to] = [Number(match[2]), Number(match[3])];
  if (from >= to || !Number.isSafeInteger(to)) {
    const message = `${spec}: takes samples ${from}…${to - 1}, which are none; @A:B needs A below B`;
    throw new SpikeloomError('option.invalid', message, { at });
  }
  return { path, range: { from, to } };
}
