/** Dropping a file on the window, as the browser tells the page of it. */
import type { Page } from '@playwright/test';

/** Drops a file of these bytes in the middle of the window. */
export const dropFile = (page: Page, name: string, bytes: Uint8Array): Promise<void> => dropFiles(page, [[name, bytes]]);

/** Drops several at once. */
export async function dropFiles(page: Page, files: readonly (readonly [name: string, bytes: Uint8Array])[]): Promise<void> {
  const transfer = await page.evaluateHandle(
    (all) => {
      const data = new DataTransfer();
      for (const { name, base64 } of all)
        data.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], name));
      return data;
    },
    files.map(([name, bytes]) => ({ name, base64: Buffer.from(bytes).toString('base64') })),
  );
  for (const type of ['dragenter', 'dragover', 'drop']) await page.dispatchEvent('#window', type, { dataTransfer: transfer });
}
