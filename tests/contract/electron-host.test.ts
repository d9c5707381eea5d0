/**
 * The Electron host serves the same contract, over the messages of its pages; Electron itself is a stand-in. `npm run test:window` runs all parts of the
 * suite on it, and `npm test` those in which a host does more than to carry calls: what the others do is done by the services, which the browser
 * host has in full.
 */
import { contractSuite } from './suite/index.ts';
import { electronHost } from './support/electron.ts';

contractSuite(electronHost, { brief: process.env.SPIKELOOM_TEST_WINDOW !== 'all' });
