/** The thread of `checkProject`: looks at one file, tells what is wrong with it or null, and ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { identifyProject } from '../../project/index.ts';
import { plainError } from '../jobs/protocol.ts';

try {
  identifyProject(workerData as string);
  parentPort!.postMessage(null);
} catch (error) {
  parentPort!.postMessage(plainError(error));
}
