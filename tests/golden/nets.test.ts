/** The engines that run everywhere against the golden networks. */
import { describe } from 'vitest';
import { cpuEngine } from '../../src-main/engines/cpu/index.ts';
import { referenceEngine } from '../../src-main/engines/reference/index.ts';
import { type EngineUnderTest, testEngine } from './harness/test-engine.ts';

const ENGINES_UNDER_TEST: readonly EngineUnderTest[] = [
  { engine: referenceEngine, bits: 64 },
  { engine: cpuEngine, bits: 32 },
];

describe.each(ENGINES_UNDER_TEST)('$engine.id engine', (one) => testEngine(one));
