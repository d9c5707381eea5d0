/** Finds entries of tables of texts that no code reads. The type checker says which entry an expression reads, under whatever name. */
import ts from 'typescript';

/**
 * The entries that are not read, as `runTexts.retry`. Tables are the exported object literals of the files that `isTable` accepts;
 * files that `isReader` accepts read them. If an expression takes a whole table or picks an entry by a computed key, all entries below
 * it count as read. Entries of a table with a declared type, such as a Record, are not examined: that type requires them.
 */
export function unusedTexts(
  program: ts.Program,
  isTable: (file: string) => boolean,
  isReader: (file: string) => boolean,
): string[] {
  const checker = program.getTypeChecker();
  const sources = program.getSourceFiles().filter(({ isDeclarationFile }) => !isDeclarationFile);
  const tables = sources.filter(({ fileName }) => isTable(fileName)).flatMap(tablesOf);
  const literals = new Set(tables.flatMap(({ literal }) => withNested(literal)));
  const read = new Set<ts.Node>();
  const readAll = (literal: ts.ObjectLiteralExpression): void => {
    for (const inner of withNested(literal)) for (const property of inner.properties) read.add(property);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent)) {
      const name = node.propertyName ?? node.name;
      if (ts.isIdentifier(name)) {
        const property = checker.getTypeAtLocation(node.parent).getProperty(name.text);
        for (const declaration of property?.declarations ?? []) read.add(declaration);
      }
    }
    if (ts.isPropertyAccessExpression(node) || ts.isIdentifier(node)) {
      const own = ts.isPropertyAccessExpression(node) ? node.name : node;
      if (ts.isPropertyAccessExpression(node))
        for (const declaration of checker.getSymbolAtLocation(own)?.declarations ?? []) read.add(declaration);
      const literal = checker.getTypeAtLocation(node).symbol?.declarations?.[0];
      if (literal && ts.isObjectLiteralExpression(literal) && literals.has(literal) && isTakenWhole(node)) readAll(literal);
    }
    ts.forEachChild(node, visit);
  };
  for (const source of sources) if (isReader(source.fileName)) visit(source);
  return tables.flatMap(({ name, literal }) => unreadIn(literal, name, read));
}

interface Table {
  readonly name: string;
  readonly literal: ts.ObjectLiteralExpression;
}

/** The object literals that a file exports, by the names of their constants. */
function tablesOf(source: ts.SourceFile): Table[] {
  return source.statements.flatMap((statement) => {
    if (!ts.isVariableStatement(statement) || !statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword))
      return [];
    return statement.declarationList.declarations.flatMap(({ name, type, initializer }) => {
      const literal = initializer && literalOf(initializer);
      return literal && !type && ts.isIdentifier(name) ? [{ name: name.text, literal }] : [];
    });
  });
}

/** The object literal that an expression is, without `as const` and `satisfies`. */
function literalOf(expression: ts.Expression): ts.ObjectLiteralExpression | undefined {
  if (ts.isObjectLiteralExpression(expression)) return expression;
  const keepsType =
    ts.isSatisfiesExpression(expression) || (ts.isAsExpression(expression) && ts.isConstTypeReference(expression.type));
  return keepsType ? literalOf(expression.expression) : undefined;
}

const nestedIn = (property: ts.ObjectLiteralElementLike): ts.ObjectLiteralExpression | undefined =>
  ts.isPropertyAssignment(property) ? literalOf(property.initializer) : undefined;

/** A literal and all literals in its entries. */
const withNested = (literal: ts.ObjectLiteralExpression): ts.ObjectLiteralExpression[] => [
  literal,
  ...literal.properties.flatMap((property) => {
    const nested = nestedIn(property);
    return nested ? withNested(nested) : [];
  }),
];

/** False if an expression is only a step on the way to an entry, a new name for a table, or no expression at all. */
function isTakenWhole(node: ts.PropertyAccessExpression | ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return false;
  if (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent))
    return ts.isPropertyAssignment(parent) && parent.initializer === node;
  return !(ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent) || ts.isTypeQueryNode(parent));
}

/** Entries that are not read, by their path; of a table none of whose entries is read, the table. */
function unreadIn(literal: ts.ObjectLiteralExpression, path: string, read: ReadonlySet<ts.Node>): string[] {
  return literal.properties.flatMap((property) => {
    const own = `${path}.${property.name?.getText() ?? '…'}`;
    const nested = nestedIn(property);
    if (!read.has(property)) return [own];
    return nested ? unreadIn(nested, own, read) : [];
  });
}
