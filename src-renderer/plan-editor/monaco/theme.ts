/** The editor in the window's colours, light, dark and high contrast, following every change of the theme. */
import type * as Monaco from 'monaco-editor/editor/editor.api';
import type { ColourName } from '../../../src-shared/theme/tokens.ts';
import { colourNow, currentScheme, onSchemeChange } from '../../ui/index.ts';

type MonacoApi = typeof Monaco;
const NAME = 'spikeloom';

/** Keeps the editors' theme that of the window, for as long as the page lives. */
export function followTheme(monaco: MonacoApi): void {
  const apply = (): void => {
    monaco.editor.defineTheme(NAME, themeData());
    monaco.editor.setTheme(NAME);
  };
  apply();
  onSchemeChange(apply);
}

/** A colour of the theme in six digits: the editor throws for three, which high contrast has. */
const colour = (name: ColourName): string => colourNow(name).replace(/^#(\w)(\w)(\w)$/, '#$1$1$2$2$3$3');

function themeData(): Monaco.editor.IStandaloneThemeData {
  const scheme = currentScheme();
  const rule = (token: string, name: ColourName) => ({ token, foreground: colour(name).slice(1) });
  const [surface, raised, ink, muted, hairline, accent] = (
    ['surface', 'raised', 'ink', 'muted', 'hairline', 'accent'] as const
  ).map(colour) as [string, string, string, string, string, string];
  const seeThrough = (opaque: string, alpha: string): string => `${opaque}${alpha}`;
  return {
    base: ({ light: 'vs', dark: 'vs-dark', 'high-contrast': 'hc-black' } as const)[scheme],
    inherit: true,
    rules: [
      rule('', 'ink'),
      rule('string.key.json', 'ink'),
      rule('string.value.json', 'accent'),
      rule('number', 'third'),
      rule('keyword', 'second'),
      rule('delimiter', 'muted'),
    ],
    colors: {
      'editor.background': surface,
      'editor.foreground': ink,
      'editorLineNumber.foreground': muted,
      'editorLineNumber.activeForeground': ink,
      'editorCursor.foreground': accent,
      'editor.selectionBackground': seeThrough(accent, '40'),
      'editor.inactiveSelectionBackground': seeThrough(accent, '26'),
      'editor.lineHighlightBackground': seeThrough(hairline, '55'),
      'editor.lineHighlightBorder': '#00000000',
      'editorIndentGuide.background1': hairline,
      'editorGutter.background': surface,
      'editorWidget.background': raised,
      'editorWidget.foreground': ink,
      'editorWidget.border': hairline,
      'editorHoverWidget.background': raised,
      'editorHoverWidget.border': hairline,
      'editorSuggestWidget.background': raised,
      'editorSuggestWidget.border': hairline,
      'editorSuggestWidget.selectedBackground': seeThrough(accent, '30'),
      'editorSuggestWidget.selectedForeground': ink,
      'editorSuggestWidget.highlightForeground': accent,
      'editorSuggestWidget.focusHighlightForeground': accent,
      // Brackets are told apart by where they stand.
      ...Object.fromEntries([1, 2, 3, 4, 5, 6].map((depth) => [`editorBracketHighlight.foreground${depth}`, muted])),
      'editorBracketHighlight.unexpectedBracket.foreground': muted,
      'editorBracketMatch.background': seeThrough(accent, '26'),
      'editorBracketMatch.border': '#00000000',
      'editorOverviewRuler.border': '#00000000',
      'scrollbar.shadow': '#00000000',
      'widget.shadow': '#00000026',
      focusBorder: accent,
      'input.background': surface,
      'input.foreground': ink,
      'input.border': hairline,
      'diffEditor.insertedTextBackground': seeThrough(colour('third'), '18'),
      'diffEditor.insertedLineBackground': seeThrough(colour('third'), '1c'),
      'diffEditor.removedTextBackground': seeThrough(colour('second'), '18'),
      'diffEditor.removedLineBackground': seeThrough(colour('second'), '1c'),
      'diffEditor.diagonalFill': hairline,
    },
  };
}
