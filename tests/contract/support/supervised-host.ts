/** The browser host under its supervisor, as `npm start` runs it, without building the window first. */
import { superviseHost } from '../../../src-main/hosts/browser/supervise.ts';

await superviseHost(process.argv.slice(2));
