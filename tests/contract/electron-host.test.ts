/** The Electron host serves the same contract, over the messages of its pages; Electron itself is a stand-in. */
import { contractSuite } from './suite/index.ts';
import { electronHost } from './support/electron.ts';

contractSuite(electronHost);
