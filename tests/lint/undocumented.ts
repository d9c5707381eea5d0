/** Finds exports without a doc comment, from the syntax alone. */
import ts from 'typescript';

/**
 * The names that the text of a file exports by declaration and does not document. The comment at the head of the file is about the
 * file, so that it documents no export. Of an overloaded function one signature is enough.
 */
export function undocumented(text: string): string[] {
  const source = ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest, true);
  const documented = new Set<string>();
  const exported = new Set<string>();
  for (const statement of source.statements) {
    const names = declaredNames(statement);
    const isExported =
      ts.canHaveModifiers(statement) &&
      ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true;
    if (ts.isExportDeclaration(statement) && !statement.moduleSpecifier && statement.exportClause)
      for (const { propertyName, name } of (statement.exportClause as ts.NamedExports).elements)
        exported.add((propertyName ?? name).text);
    const comments = ts.getJSDocCommentsAndTags(statement).filter((comment) => comment.pos > 0 && comment.comment);
    for (const name of names) {
      if (isExported) exported.add(name);
      if (comments.length > 0) documented.add(name);
    }
  }
  return [...exported].filter((name) => !documented.has(name));
}

function declaredNames(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.map(({ name }) => name.getText());
  const isNamed =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isEnumDeclaration(statement);
  return isNamed && statement.name ? [statement.name.text] : [];
}
