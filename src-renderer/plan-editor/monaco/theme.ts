/** The editor in the window's colours, light, dark and high contrast, following every change of the theme. */
import type * as Monaco from 'monaco-editor/editor/editor.api';
import { isDark, onThemeChange, themeColour } from '../../ui/theme-colours.ts';

type MonacoApi = typeof Monaco;
const NAME = 'spikeloom';

/** Whether the person asks for high contrast, by the settings or the system. */
const isHighContrast = (): boolean =>
  document.documentElement.dataset['theme'] === 'high-contrast' || matchMedia('(forced-colors: active)').matches;

/** Keeps the editors' theme that of the window, for as long as the page lives. */
export function followTheme(monaco: MonacoApi): void {
  const apply = (): void => {
    monaco.editor.defineTheme(NAME, themeData());
    monaco.editor.setTheme(NAME);
  };
  apply();
  onThemeChange(apply);
}

function themeData(): Monaco.editor.IStandaloneThemeData {
  const dark = isDark();
  const rule = (token: string, name: Parameters<typeof themeColour>[0]) => ({ token, foreground: themeColour(name).slice(1) });
  const [surface, raised, ink, muted, hairline, accent] = (
    ['surface', 'raised', 'ink', 'muted', 'hairline', 'accent'] as const
  ).map(themeColour) as [string, string, string, string, string, string];
  const seeThrough = (colour: string, alpha: string): string => `${colour}${alpha}`;
  return {
    base: isHighContrast() ? (dark ? 'hc-black' : 'hc-light') : dark ? 'vs-dark' : 'vs',
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
      'editorBracketMatch.background': seeThrough(accent, '26'),
      'editorBracketMatch.border': '#00000000',
      'editorOverviewRuler.border': '#00000000',
      'scrollbar.shadow': '#00000000',
      'widget.shadow': '#00000026',
      focusBorder: accent,
      'input.background': surface,
      'input.foreground': ink,
      'input.border': hairline,
      'diffEditor.insertedTextBackground': seeThrough(themeColour('third'), '38'),
      'diffEditor.insertedLineBackground': seeThrough(themeColour('third'), '1c'),
      'diffEditor.removedTextBackground': seeThrough(themeColour('second'), '38'),
      'diffEditor.removedLineBackground': seeThrough(themeColour('second'), '1c'),
      'diffEditor.diagonalFill': hairline,
    },
  };
}
