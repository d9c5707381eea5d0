/**
 * Lint rule: an effect returns its clean-up or nothing. React calls whatever else it returns, and `(): void` does not keep a function from
 * returning something: `() => element.scrollIntoView()` returns a promise in today's browsers.
 */
import type { Rule } from 'eslint';
import ts from 'typescript';

const HOOKS = new Set(['useEffect', 'useLayoutEffect', 'useInsertionEffect']);

/** The part of typescript-eslint's parser services that the rule uses. */
interface TypedServices {
  readonly program: ts.Program;
  readonly esTreeNodeToTSNodeMap: { get(node: unknown): ts.Node };
}

export const effectReturns: Rule.RuleModule = {
  meta: {
    type: 'problem',
    messages: {
      returns: 'React calls what an effect returns: return a clean-up, or put the effect in braces (or behind `void`).',
      unknown: 'Nobody can see what this effect returns: write it as a function here.',
    },
    schema: [],
  },
  create(context) {
    const services = context.sourceCode.parserServices as unknown as TypedServices;
    const checker = services.program.getTypeChecker();
    return {
      CallExpression(node) {
        const { callee, arguments: all } = node;
        const name = callee.type === 'MemberExpression' && callee.property.type === 'Identifier' ? callee.property : callee;
        if (name.type !== 'Identifier' || !HOOKS.has(name.name) || all[0] === undefined) return;
        const effect = functionOf(services.esTreeNodeToTSNodeMap.get(all[0]), checker);
        if (!effect) context.report({ node: all[0], messageId: 'unknown' });
        else if (!returnsOf(effect).every((value) => isCleanUp(value, checker)))
          context.report({ node: all[0], messageId: 'returns' });
      },
    };
  },
};

type WithBody = ts.ArrowFunction | ts.FunctionExpression | ts.FunctionDeclaration;
const hasBody = (node: ts.Node | undefined): node is WithBody =>
  node !== undefined &&
  (ts.isArrowFunction(node) || ts.isFunctionExpression(node) || ts.isFunctionDeclaration(node)) &&
  node.body !== undefined;

/** The function itself, or the one that a name stands for, in this file or another; undefined if it cannot be found. */
function functionOf(node: ts.Node, checker: ts.TypeChecker): WithBody | undefined {
  if (hasBody(node)) return node;
  const symbol = checker.getSymbolAtLocation(node);
  if (!symbol) return undefined;
  const origin = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const declared = origin.valueDeclaration;
  if (hasBody(declared)) return declared;
  return declared && ts.isVariableDeclaration(declared) && hasBody(declared.initializer) ? declared.initializer : undefined;
}

/** Every value that the function itself returns; those inside of it return their own. */
function returnsOf({ body }: WithBody): readonly ts.Expression[] {
  if (!body) return [];
  if (!ts.isBlock(body)) return [body];
  const found: ts.Expression[] = [];
  const look = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isReturnStatement(node) && node.expression) found.push(node.expression);
    ts.forEachChild(node, look);
  };
  look(body);
  return found;
}

/** A function, or certainly undefined. The type `void` is not certain: it says that nobody cares. */
function isCleanUp(value: ts.Expression, checker: ts.TypeChecker): boolean {
  if (ts.isParenthesizedExpression(value)) return isCleanUp(value.expression, checker);
  if (ts.isVoidExpression(value)) return true;
  const type = checker.getTypeAtLocation(value);
  const parts = type.isUnion() ? type.types : [type];
  return parts.every((part) => (part.flags & ts.TypeFlags.Undefined) !== 0 || part.getCallSignatures().length > 0);
}
