/**
 * Who may import whom (ARCHITECTURE.md). `src-shared` is pure; `src-main` and `src-renderer` know only it and themselves;
 * inside `src-main`, the command line and the hosts are the outermost ring. Tests may import everything.
 */
/** Tests, and the generators of random data that they share. */
const TESTS = '(\\.test|/arbitrary-[^/]+)\\.ts$';
const PACKAGES = 'node_modules/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Two files that need each other are one file, or hide a third.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'found',
      severity: 'error',
      comment: 'Every import leads somewhere.',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'shared-is-pure',
      severity: 'error',
      comment: 'src-shared imports itself, zod and tables of data (JSON): no Node, no DOM, no other package.',
      from: { path: '^src-shared/', pathNot: TESTS },
      to: { pathNot: ['^src-shared/', '(^|/)node_modules/zod/', '^resources/[^.]*\\.json$'], couldNotResolve: false },
    },
    {
      name: 'main-knows-shared',
      severity: 'error',
      comment: 'src-main imports itself, src-shared and packages.',
      from: { path: '^src-main/', pathNot: TESTS },
      to: {
        path: '^[^/]+/',
        pathNot: ['^src-main/', '^src-shared/', PACKAGES],
        dependencyTypesNot: ['core'],
        couldNotResolve: false,
      },
    },
    {
      name: 'renderer-knows-shared',
      severity: 'error',
      comment: 'src-renderer imports itself, src-shared and packages.',
      from: { path: '^src-renderer/', pathNot: TESTS },
      to: {
        path: '^[^/]+/',
        pathNot: ['^src-renderer/', '^src-shared/', PACKAGES],
        dependencyTypesNot: ['core'],
        couldNotResolve: false,
      },
    },
    {
      name: 'outermost-ring',
      severity: 'error',
      comment: 'Nothing imports the command line or the hosts.',
      from: { pathNot: ['^src-main/(cli|hosts)/', '^tests/', TESTS] },
      to: { path: '^src-main/(cli|hosts)/' },
    },
    {
      name: 'no-tests-in-programs',
      severity: 'error',
      comment: 'Programs import no tests.',
      from: { path: '^src-', pathNot: TESTS },
      to: { path: ['^tests/', TESTS] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(build|tests/golden/nets)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
};
