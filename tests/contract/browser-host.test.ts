/** The browser host serves the contract, over a real WebSocket. */
import { browserHost } from './support/browser.ts';
import { contractSuite } from './suite/index.ts';

contractSuite(browserHost);
