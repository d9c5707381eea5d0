/** The page of a project or a package without a finished run: it says how to make one. */
import { html, raw } from './html.ts';
import { styles } from './styles.ts';

/** The HTML text of the page. */
export function renderNoRun(title: string, advice: string): string {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<link rel="icon" href="data:,"><title>${title}</title><style>${raw(styles)}</style></head>
<body><main><header><h1>${title}</h1><p class="subtitle">No run to report</p></header>
<p>${advice}</p>
<footer>Made by Spikeloom.</footer></main></body></html>
`.html;
}
