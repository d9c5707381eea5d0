/**
 * The dependency rule of ARCHITECTURE.md, checked with dependency-cruiser (.dependency-cruiser.cjs). Prints every violation
 * and ends with status 1; also where the tool saw too little to judge, which it would otherwise call success.
 */
import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';

const FOLDERS = ['src-shared', 'src-gpu', 'src-gpu-page', 'src-main', 'src-renderer', 'tests'];

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const options = await extractDepcruiseOptions('./.dependency-cruiser.cjs');
const { output } = await cruise(FOLDERS, options, undefined, { tsConfig: extractTSConfig('./tsconfig.json') });
const { modules, summary } = output as ICruiseResult;

const problems = summary.violations.map(({ rule, from, to, cycle }) =>
  [`${rule.name}: ${from} → ${to}`, ...(cycle ?? []).map((step) => `    → ${step.name}`)].join('\n'),
);
for (const folder of FOLDERS) {
  const own = modules.filter((module) => module.source.startsWith(`${folder}/`));
  const edges = own.flatMap((module) => module.dependencies);
  if (own.length === 0 || edges.length === 0)
    problems.push(`${folder}: the tool saw ${own.length} modules and ${edges.length} imports`);
}
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
else
  console.log(`dependency rule: ${summary.totalCruised} modules, ${summary.totalDependenciesCruised ?? 0} imports, no violation`);
