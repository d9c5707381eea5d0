/** What the rule about effects lets pass, and what not. */
import { RuleTester } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, it } from 'vitest';
import { effectReturns } from '../../scripts/lint/effect-returns.ts';

RuleTester.describe = describe;
RuleTester.it = it;
RuleTester.itOnly = it.only;

const tester = new RuleTester({
  languageOptions: {
    parser: tseslint.parser,
    parserOptions: { projectService: { allowDefaultProject: ['*.ts'] }, tsconfigRootDir: import.meta.dirname },
  },
});
/** Names that the samples use. */
const GIVEN = `
declare function useEffect(effect: () => void | (() => void)): void;
declare const React: { useLayoutEffect: typeof useEffect };
declare const element: { scrollIntoView(): void } | undefined;
declare function listen(): () => void;
declare function set(value: number): void;
`;
const withNames = (code: string): { readonly code: string; readonly filename: string } => ({
  code: GIVEN + code,
  filename: 'sample.ts',
});
const wrong = (code: string, messageId = 'returns') => ({ ...withNames(code), errors: [{ messageId }] });

tester.run('effect-returns', effectReturns, {
  valid: [
    'useEffect(() => { element?.scrollIntoView(); });',
    'useEffect(() => void element?.scrollIntoView());',
    'useEffect(() => () => set(1));',
    'useEffect(() => listen());',
    'const start = (): (() => void) => listen();\nuseEffect(start);',
    'useEffect(() => { if (!element) return; return () => set(1); });',
    'useEffect(() => { if (!element) return undefined; const stop = listen(); return stop; });',
    'useEffect(() => { const inner = (): number => { return 1; }; set(inner()); });',
    'function prepare(): void { set(1); }\nuseEffect(prepare);',
    'const prepare = (): void => void set(1);\nuseEffect(prepare);',
  ].map(withNames),
  invalid: [
    wrong('useEffect(() => element?.scrollIntoView());'),
    wrong('React.useLayoutEffect(() => element?.scrollIntoView());'),
    wrong('useEffect(() => set(1));'),
    wrong('useEffect(() => { return set(1); });'),
    wrong('useEffect(function () { if (element) return element.scrollIntoView(); });'),
    wrong('useEffect(() => (element ? listen() : set(1)));'),
    wrong('const show = (): void => set(1);\nuseEffect(show);'),
    wrong('useEffect(element!.scrollIntoView);', 'unknown'),
  ],
});
