import { createServer } from 'node:http';
import { once } from 'node:events';
import { problems } from '../shared/problem.ts';
import { signUp } from './support/device.ts';
import { expect, PASSWORD, test } from './support/product.ts';
import { openSidePanel } from './support/side-panel.ts';
import { WhatsAppPage } from './support/whatsapp-page.ts';

test('a version that is too old for the server says so, keeps what is done, and asks for an update', async ({
  product,
}) => {
  await product.simulate({ chats: 60 });
  const server = await product.startServer();
  const device = await product.device();
  const popup = await signUp(device, 'ada@example.com', PASSWORD);
  const on = new WhatsAppPage(await device.openWhatsApp());
  await on.createFolder('Before');
  await expect.poll(() => product.query('select name from folders')).toHaveLength(1);
  // The server has it before this device knows.
  await expect(popup.getByText('Up to date')).toBeVisible();

  // A server of years to come.
  await server.stop();
  const { status, title } = problems.client_outdated;
  const body = JSON.stringify({ type: 'about:blank', title, status, code: 'client_outdated' });
  const later = createServer((request, response) => {
    response.setHeader('access-control-allow-origin', request.headers.origin ?? '*');
    response.setHeader('access-control-allow-headers', 'authorization, content-type');
    response.writeHead(request.method === 'OPTIONS' ? 204 : status).end(body);
  }).listen(server.port, '127.0.0.1');
  await once(later, 'listening');
  try {
    const sentence = /too old to sync\. Your changes are kept on this device/;
    await on.createFolder('After');
    await expect(on.page.getByText(sentence)).toBeVisible();
    await expect(on.folder('After')).toBeVisible();
    await on.page.screenshot({ path: '.data/shots/outdated-page.png' });

    await popup.bringToFront();
    await expect(popup.getByText(sentence)).toBeVisible();
    await expect(popup.getByText('Update needed · 1 change waiting')).toBeVisible();
    await popup.getByRole('button', { name: 'Update now' }).click();
    await expect(popup.getByText(/The browser has no newer version yet/)).toBeVisible();
    await popup.screenshot({ path: '.data/shots/outdated-popup.png' });
    await expect((await openSidePanel(device)).getByText(sentence)).toBeVisible();
  } finally {
    later.close();
    later.closeAllConnections();
  }
});
