/** A host that goes away under the window, and comes back. */
import { expect, test } from './support/test.ts';
import { chooseBadge, nodeOf, runButton, status, untilOpen } from './support/workbench.ts';

test('a lost connection comes back, and nothing that was done is lost', async ({ page, host, example }) => {
  await page.goto(host.address(example));
  await untilOpen(page);
  await chooseBadge(page, 'relu', 'Coding', 'rate');
  await expect(status(page)).toContainText('Changed since version');
  await host.kill();
  await expect(status(page)).not.toContainText('Connected');
  // What is on screen stays there, can be changed, and says what becomes of that.
  await expect(page.getByText('Spikeloom does not answer; trying again.')).toBeVisible();
  await chooseBadge(page, 'relu', 'Neuron', 'ms');
  await expect(nodeOf(page, 'relu').getByRole('button', { name: 'Neuron: ms 8. Change' })).toBeVisible();
  await expect(runButton(page)).toBeDisabled();
  await host.restart();
  await expect(status(page)).toContainText('Connected', { timeout: 30_000 });
  await expect(runButton(page)).toBeEnabled();
  await page.reload();
  await untilOpen(page);
  await expect(nodeOf(page, 'relu').getByRole('button', { name: 'Neuron: ms 8. Change' })).toBeVisible();
  // The window and the services agree again.
  await chooseBadge(page, 'relu', 'Neuron', 'mt-negative');
  await expect(nodeOf(page, 'relu').getByRole('button', { name: /^Neuron: mt-negative/ })).toBeVisible();
  await page.reload();
  await untilOpen(page);
  await expect(nodeOf(page, 'relu').getByRole('button', { name: /^Neuron: mt-negative/ })).toBeVisible();
  await expect(nodeOf(page, 'relu').getByRole('button', { name: 'Coding: rate. Change' })).toBeVisible();
});
