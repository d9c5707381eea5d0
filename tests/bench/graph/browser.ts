/** The system's Chromium, and what it draws with. */
import { spawnSync } from 'node:child_process';
import { type Browser, chromium } from '@playwright/test';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Starts Chromium: that of `CHROMIUM`, or the first that is installed. Throws an Error where there is none. */
export function startChromium(): Promise<Browser> {
  const found = NAMES.map((name) => spawnSync('which', [name], { encoding: 'utf8' }).stdout.trim()).find(Boolean);
  const executablePath = process.env.CHROMIUM ?? found;
  if (!executablePath) throw new Error(`no Chromium found (${NAMES.join(', ')}); name it with CHROMIUM=…`);
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

/** Runs in the page. */
const RENDERER = `(() => {
  const context = document.createElement('canvas').getContext('webgl');
  const info = context?.getExtension('WEBGL_debug_renderer_info');
  return info ? String(context.getParameter(info.UNMASKED_RENDERER_WEBGL)) : 'no WebGL';
})()`;

/** What draws: a graphics processor by name, or software. */
export async function renderingOf(browser: Browser): Promise<string> {
  const page = await browser.newPage();
  const name = await page.evaluate<string>(RENDERER);
  await page.close();
  return /swiftshader|llvmpipe|software|no webgl/i.test(name) ? `software rendering (${name})` : `GPU (${name})`;
}
