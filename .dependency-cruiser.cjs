/**
 * Who may import whom (ARCHITECTURE.md). `src-shared` is pure; `src-main` and `src-renderer` know only it and themselves;
 * inside `src-main`, the command line and the hosts are the outermost ring. Tests may import everything.
 */
/** Tests, and the generators of random data that they share. */
const TESTS = '(\\.test|/arbitrary-[^/]+)\\.tsx?$';
/** Parts of the window that know nothing of each other: they meet in the state, the commands and the shared interface parts. */
const VIEWS =
  '^src-renderer/(export|graph|inspector|layers|plan-editor|run|samples|sensitivity|spikes|start|target|tuning|methods)/';
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
      comment: 'Every import leads somewhere. Virtual ones are made by plugins of vite.config.ts.',
      from: {},
      to: { couldNotResolve: true, pathNot: '^virtual:' },
    },
    {
      name: 'shared-is-pure',
      severity: 'error',
      comment: 'src-shared imports itself, zod and tables of data (JSON): no Node, no DOM, no other package.',
      from: { path: '^src-shared/', pathNot: TESTS },
      to: { pathNot: ['^src-shared/', '(^|/)node_modules/zod/', '^resources/[^.]*\\.json$'], couldNotResolve: false },
    },
    {
      name: 'middle-of-engines-and-exporters',
      severity: 'error',
      comment: 'The interface of engines and the neutral program know networks, not windows or reports.',
      from: { path: '^src-shared/(engine|lowering)/', pathNot: TESTS },
      to: { path: '^src-shared/(calibration|contract|energy|format|metrics|results|theme)/' },
    },
    {
      name: 'gpu-engine-has-no-host',
      severity: 'error',
      comment: 'src-gpu runs in a process or a page: it imports itself, src-shared, gpu.js and onnxruntime-web. No Node, no DOM.',
      from: { path: '^src-gpu/', pathNot: TESTS },
      to: {
        pathNot: ['^src-gpu/', '^src-shared/', '(^|/)node_modules/(gpu\\.js|onnxruntime-web|onnxruntime-common)/'],
        couldNotResolve: false,
      },
    },
    {
      name: 'gpu-engine-is-hosted',
      severity: 'error',
      comment: 'Only what hosts the gpu engine imports it.',
      from: { pathNot: ['^src-gpu/', '^src-gpu-page/', '^src-main/engines/gpu/', '^tests/'] },
      to: { path: '^src-gpu/' },
    },
    {
      name: 'page-of-the-gpu-engine',
      severity: 'error',
      comment: 'The page that hosts the gpu engine imports itself, the engine, src-shared and the writer of models. No Node.',
      from: { path: '^src-gpu-page/', pathNot: TESTS },
      to: { pathNot: ['^src-gpu-page/', '^src-gpu/', '^src-shared/', '^src-main/onnx/write-onnx\\.ts$'], couldNotResolve: false },
    },
    {
      name: 'writer-of-models-is-pure',
      severity: 'error',
      comment: 'A page writes models too: their writer needs no Node, and of the packages only the writer of protobufjs.',
      from: { path: '^src-main/onnx/(write-onnx|graph-writer|proto/(encode-written|types))\\.ts$' },
      to: {
        pathNot: [
          '^src-main/onnx/(graph-writer|proto/(encode-written|types))\\.ts$',
          '^src-shared/',
          '^node_modules/protobufjs/minimal\\.js$',
        ],
        couldNotResolve: false,
      },
    },
    {
      name: 'engines-stand-alone',
      severity: 'error',
      comment: 'One engine does not import another: what they share is in src-shared/lowering.',
      from: { path: '^src-main/engines/([^/]+)/', pathNot: TESTS },
      to: { path: '^src-main/engines/', pathNot: '^src-main/engines/$1/' },
    },
    {
      name: 'exporters-know-the-network',
      severity: 'error',
      comment: 'An exporter writes and runs files of its format, from the network alone: no project, no engine, no folder.',
      from: { path: '^src-main/export/', pathNot: TESTS },
      to: { path: '^src-(main|gpu)/', pathNot: '^src-main/(export|onnx|runtime)/' },
    },
    {
      name: 'exporters-stand-alone',
      severity: 'error',
      comment: 'One exporter does not import another.',
      from: { path: '^src-main/export/([^/]+)/', pathNot: TESTS },
      to: { path: '^src-main/export/[^/]+/', pathNot: '^src-main/export/$1/' },
    },
    {
      name: 'main-knows-shared',
      severity: 'error',
      comment: 'src-main imports itself, src-shared, the gpu engine and packages.',
      from: { path: '^src-main/', pathNot: TESTS },
      to: {
        path: '^[^/]+/',
        pathNot: ['^src-main/', '^src-shared/', '^src-gpu/', PACKAGES],
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
      name: 'renderer-is-a-page',
      severity: 'error',
      comment: 'The window asks the services; it has no Node.',
      from: { path: '^src-renderer/', pathNot: TESTS },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'views-stand-alone',
      severity: 'error',
      comment: 'One view of the window does not import another.',
      from: { path: VIEWS },
      to: { path: VIEWS, pathNot: '^src-renderer/$1/' },
    },
    {
      name: 'window-parts-below-views',
      severity: 'error',
      comment:
        'State, commands, layer settings, found plans, interface parts, texts and the list of views are below views and the shell.',
      from: {
        path: '^src-renderer/(charts|host|state|commands|ui|texts|views|layer-settings|found-plan|measurement)/',
        pathNot: TESTS,
      },
      to: { path: '^src-renderer/(export|graph|inspector|plan-editor|run|start|target|app|testing)/' },
    },
    {
      name: 'no-test-networks-in-the-window',
      severity: 'error',
      comment: 'Networks that are made by rule are for tests and benches.',
      from: { path: '^src-renderer/', pathNot: ['^src-renderer/testing/', TESTS] },
      to: { path: '^src-renderer/testing/' },
    },
    {
      name: 'outermost-ring',
      severity: 'error',
      comment: 'Nothing imports the command line or the hosts.',
      from: { pathNot: ['^src-main/(cli|hosts)/', '^tests/', TESTS] },
      to: { path: '^src-main/(cli|hosts)/' },
    },
    {
      name: 'workbench-is-for-hosts',
      severity: 'error',
      comment: 'The workbench knows the services; only hosts know the workbench.',
      from: { path: '^src-main/', pathNot: ['^src-main/(workbench|hosts)/', TESTS] },
      to: { path: '^src-main/workbench/' },
    },
    {
      name: 'workbench-does-not-compute',
      severity: 'error',
      comment: 'What computes runs in a job of its own: the process behind the window never loads it.',
      from: { path: '^src-main/(workbench|hosts)/', pathNot: TESTS },
      to: {
        path: '^src-main/(onnx|convert|calibrate|dataset|engines|report)/',
        dependencyTypesNot: ['type-only'],
      },
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
