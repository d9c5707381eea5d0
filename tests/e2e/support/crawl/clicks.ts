/** Clicks on everything that a screen has, and the menus, lists and dialogs that a click opens. */
import { ask, type Crawl, hoverAll, restore, type Screen, settle } from './acts.ts';
import { isNew, note } from './notes.ts';

/** Clicks every control of a screen, or opens the menu of every thing that has a family; crawls what opens over the screen. */
export async function clickAll(crawl: Crawl, screen: Screen, act: 'click' | 'menu'): Promise<void> {
  for (const found of await ask(crawl, 'survey')) {
    if (act === 'click' ? !found.isControl : found.family === null) continue;
    if (!isNew(crawl.notes, act, found, '')) continue;
    const before = await overlayOf(crawl);
    const open = (): Promise<string | null> => click(crawl, screen.name, found.key, act);
    const after = await open();
    if (after !== null && after !== before) await crawlOverlay(crawl, screen, open, 1);
    await restore(crawl, screen);
  }
}

const overlayOf = async (crawl: Crawl): Promise<string | null> => (await ask(crawl, 'state')).overlay;

/** Clicks a thing if it is there; the overlay that is open then. */
async function click(crawl: Crawl, name: string, key: string, act: 'click' | 'menu'): Promise<string | null> {
  const found = await ask(crawl, 'locate', key);
  if (!found) return overlayOf(crawl);
  note(crawl.notes, name, act, key);
  await crawl.page.mouse.click(found.x, found.y, { button: act === 'menu' ? 'right' : 'left' });
  return (await settle(crawl)).overlay;
}

/**
 * Hovers everything in the overlay that a click opened, and clicks each control. The overlay is opened anew for each; overlays that open
 * from it are crawled up to `depth`.
 */
async function crawlOverlay(crawl: Crawl, screen: Screen, open: () => Promise<string | null>, depth: number): Promise<void> {
  const overlay = await overlayOf(crawl);
  if (overlay === null) return;
  const inside = { ...screen, name: `${screen.name} › ${overlay}` };
  const scope = `${overlay} `;
  const controls = (await ask(crawl, 'survey')).filter((found) => found.isControl && isNew(crawl.notes, 'click', found, scope));
  await hoverAll(crawl, inside.name, scope);
  for (const { key } of controls) {
    if ((await overlayOf(crawl)) !== overlay) {
      await restore(crawl, screen);
      if ((await open()) !== overlay) return;
    }
    const next = await click(crawl, inside.name, key, 'click');
    if (next !== null && next !== overlay && depth > 0) {
      const openNext = async (): Promise<string | null> => {
        await open();
        return click(crawl, inside.name, key, 'click');
      };
      await crawlOverlay(crawl, inside, openNext, depth - 1);
      await restore(crawl, screen);
    }
  }
}
