/** The files of a package. */
export { dataFile } from './data.ts';
export { driverFile } from './driver.ts';
export { factsOf, outputSize, type PackageFacts, throughBatch } from './facts.ts';
export { headerFile } from './header.ts';
export { makefile } from './makefile.ts';
export { memoryOf, planned } from './plan.ts';
export { sourceFile } from './source.ts';
export { testFile } from './test-program.ts';
