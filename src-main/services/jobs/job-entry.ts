/** What a job's process starts with: compiled code is kept between runs, which halves the start, then comes the job itself. */
import { enableCompileCache } from 'node:module';

enableCompileCache();
await import('./job-process.ts');
