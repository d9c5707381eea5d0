/** The first module of a job's process. It turns on the cache of compiled code, which halves the start-up time, and then loads the job. */
import { enableCompileCache } from 'node:module';

enableCompileCache();
await import('./job-process.ts');
