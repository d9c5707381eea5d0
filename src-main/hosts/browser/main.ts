/**
 * Entry of the browser host: `node src-main/hosts/browser/main.ts [--port N] [--open] [--example]`. Serves the window as it was
 * last built; `npm start` builds it first.
 */
import { enableCompileCache } from 'node:module';

enableCompileCache();
const { runHost } = await import('./run-host.ts');
await runHost(process.argv.slice(2));
