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
      eqeqeq: 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Export by name: it reads the same everywhere.' },
      ],
    },
  },
  {
    files: ['*.config.ts'],
    rules: { 'no-restricted-syntax': 'off' },
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
