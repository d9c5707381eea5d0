/** Lint rules: what types alone do not catch. The dependency rule is checked by scripts/check-dependencies.ts, layout by biome. */
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { effectReturns } from './scripts/lint/effect-returns.ts';

/** What a page does not have; the type checker knows it, for the sake of tests. */
const NODE = ['process', 'Buffer', 'require', '__dirname', '__filename', 'setImmediate'];

/** What a pure core must not touch: the outside world, the clock, chance. */
const IMPURE = [
  ...['process', 'Buffer', 'console', 'document', 'window', 'navigator', 'fetch', 'performance', 'crypto', 'globalThis'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'require', '__dirname', '__filename'],
];

const NO_DEFAULT_EXPORT = {
  selector: 'ExportDefaultDeclaration',
  message: 'Export by name: it reads the same everywhere.',
};

/** Services are heard on several surfaces: what they say names settings by references. */
const NO_OPTION_WORDS = ['Literal[value=/--[a-z]/]', 'TemplateElement[value.raw=/--[a-z]/]'].map((selector) => ({
  selector,
  message: 'Name a setting with option() of src-shared/message: each surface has its own words for it.',
}));
/** Literals of these files are no messages: arguments of Node, of the hosts and of schedulers, and style sheets. */
const NO_MESSAGES = [
  ...['src-main/runtime/*.ts', 'src-main/services/jobs/child-process.ts', 'src-main/report/{styles,marks}.ts'],
  ...['src-main/hosts/browser/supervise.ts', 'src-main/hosts/electron/project-argument.ts', 'src-shared/theme/*.ts'],
  ...['src-main/services/sweep/{slurm-script,kubernetes-job,image-recipe}.ts'],
];

/** Files with a longer function than others may have, each a closure over the state that its inner functions share. */
const LONG_FUNCTIONS = [
  'src-gpu/neuron.ts', // neuronOperation: the uploaded parameters of a layer, and the launches that read them.
  'src-gpu/session.ts', // createSession: the device and what is on it, opened anew after a loss.
  'src-gpu/tile.ts', // createTile: the buffers of a tile, borrowed and given back by every function of it.
];

export default defineConfig(
  globalIgnores(['build/', 'kernels/', 'resources/', 'node_modules/']),
  {
    files: ['**/*.ts', '**/*.tsx'],
    plugins: { '@typescript-eslint': tseslint.plugin },
    languageOptions: { parser: tseslint.parser, parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/ban-ts-comment': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-base-to-string': 'error',
      eqeqeq: 'error',
      'no-restricted-syntax': ['error', NO_DEFAULT_EXPORT],
    },
  },
  {
    files: ['src-{main,shared}/**/*.ts'],
    ignores: ['**/*.test.ts', 'src-main/cli/**', ...NO_MESSAGES],
    rules: { 'no-restricted-syntax': ['error', NO_DEFAULT_EXPORT, ...NO_OPTION_WORDS] },
  },
  {
    files: ['*.config.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['src-*/**/*.{ts,tsx}', 'scripts/**/*.{ts,mjs}'],
    ignores: ['**/*.test.{ts,tsx}', ...LONG_FUNCTIONS],
    rules: { 'max-lines-per-function': ['error', { max: 80 }] },
  },
  {
    files: ['src-renderer/**/*.{ts,tsx}'],
    ignores: ['**/*.test.{ts,tsx}'],
    plugins: { spikeloom: { rules: { 'effect-returns': effectReturns } } },
    rules: {
      'spikeloom/effect-returns': 'error',
      'no-restricted-globals': ['error', ...NODE.map((name) => ({ name, message: 'The window is a page: ask the services.' }))],
    },
  },
  {
    files: ['src-gpu-page/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-globals': ['error', ...NODE.map((name) => ({ name, message: 'A page of its own has no Node.' }))],
    },
  },
  {
    files: ['src-gpu/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...[...NODE, 'document', 'window', 'navigator'].map((name) => ({
          name,
          message: 'src-gpu has no host: let it be handed in.',
        })),
      ],
    },
  },
  {
    files: ['src-shared/**/*.ts'],
    ignores: ['**/*.test.{ts,tsx}', '**/arbitrary-*.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...IMPURE.map((name) => ({ name, message: 'src-shared is pure: take it as an argument.' })),
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'src-shared is pure: take the numbers as an argument.' },
        { object: 'Date', property: 'now', message: 'src-shared is pure: take the time as an argument.' },
      ],
    },
  },
);
