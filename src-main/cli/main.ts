#!/usr/bin/env node
/** Entry of the command line. It turns on the cache of compiled code, which halves the start-up time, before it loads the program. */
import { enableCompileCache } from 'node:module';
import './interrupt.ts';

enableCompileCache();
const { runProgram } = await import('./program.ts');
await runProgram();
