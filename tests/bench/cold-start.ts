/** How long a person waits for the first answer: `inspect` of a small network, from nothing to the end. */
import { join } from 'node:path';
import { median } from '../../src-main/services/bench/median.ts';
import { table } from './markdown.ts';
import { EXAMPLES, runFile, spikeloom } from './spikeloom.ts';

const TIMES = 9;

async function medianTime(run: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let time = 0; time <= TIMES; time++) {
    const began = performance.now();
    await run();
    // The first fills the cache of compiled code.
    if (time > 0) times.push(performance.now() - began);
  }
  return median(times);
}

export async function coldStartTable(): Promise<void> {
  const row = table('Cold start, compiled code cached', ['', 'ms']);
  row(['Node alone', (await medianTime(() => runFile('tests/bench/nothing.ts', []))).toFixed(0)]);
  const model = join(EXAMPLES, 'resnet20-cifar10.onnx');
  row(['`spikeloom inspect` resnet20', (await medianTime(() => spikeloom(['inspect', model]))).toFixed(0)]);
}
