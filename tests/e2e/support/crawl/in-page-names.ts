/** The crawler's part in the page that names elements: by role and name, as a person with a screen reader hears them. */

export interface CrawlNames {
  /** `button`, `link`, `row`, or the element's tag. */
  roleOf(element: Element): string;
  /** The name that is shown or read, at most 48 characters. */
  nameOf(element: Element): string;
  /** The landmark around an element, `Inspector / `, or nothing. */
  placeOf(element: Element): string;
  /** `Inspector / button "Run"`. */
  keyOf(element: Element): string;
}

/** Runs in the page before its own scripts, so that it can use nothing outside of itself. */
export function installNames(): void {
  const LANDMARKS =
    'header, footer, nav, aside, section[aria-label], [role="main"], [role="dialog"], [role="menu"], [role="application"], [role="tabpanel"]';
  const ROLES: Readonly<Record<string, string>> = {
    A: 'link',
    INPUT: 'textbox',
    TEXTAREA: 'textbox',
    SELECT: 'combobox',
    TR: 'row',
    TD: 'cell',
    TH: 'header',
    LI: 'item',
    IMG: 'image',
  };

  const short = (text: string): string => text.replaceAll(/\s+/g, ' ').trim().slice(0, 48);
  const roleOf = (element: Element): string =>
    element.getAttribute('role') ?? ROLES[element.tagName] ?? element.tagName.toLowerCase();
  const labelledBy = (element: Element): string | null => {
    const ids = element.getAttribute('aria-labelledby');
    return (
      ids &&
      ids
        .split(' ')
        .map((id) => document.getElementById(id)?.textContent ?? '')
        .join(' ')
    );
  };
  const nameOf = (element: Element): string =>
    short(
      element.getAttribute('aria-label') ??
        labelledBy(element) ??
        element.getAttribute('alt') ??
        (element.matches('input, textarea') ? (element as HTMLInputElement).labels?.[0]?.textContent : element.textContent) ??
        element.getAttribute('title') ??
        '',
    );
  const placeOf = (element: Element): string => {
    const around = element.parentElement?.closest(LANDMARKS);
    return around ? `${nameOf(around).slice(0, 24) || roleOf(around)} / ` : '';
  };
  const keyOf = (element: Element): string => `${placeOf(element)}${roleOf(element)} "${nameOf(element)}"`;

  const crawlNames: CrawlNames = { roleOf, nameOf, placeOf, keyOf };
  Object.assign(window, { crawlNames });
}
