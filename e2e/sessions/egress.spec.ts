import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium, expect, test } from '@playwright/test';
import { launchOptions } from '../../server/sessions/client/launch.ts';
import { findChromium, findHeadlessShell } from '../support/browser.ts';

const signal = new AbortController().signal;

for (const executablePath of new Set([findHeadlessShell(), findChromium()])) {
  test(`a page of an account reaches no host but WhatsApp's, by no name and no address: ${executablePath}`, async () => {
    let asked = 0;
    const server = createServer((_request, response) => {
      asked += 1;
      response.end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { args } = launchOptions({ folder: '/nowhere', executablePath, args: [], signal });
    const browser = await chromium.launch({ executablePath, args });
    const page = await browser.newPage();
    const failures: string[] = [];
    page.on('requestfailed', (request) => failures.push(request.failure()?.errorText ?? ''));
    for (const host of ['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]', '2130706433', 'a.example'])
      await page.goto(`http://${host}:${port}/`).catch(() => undefined); // It is in `failures`.
    await browser.close();
    server.close();
    expect([failures, asked]).toEqual([Array.from({ length: 5 }, () => 'net::ERR_NAME_NOT_RESOLVED'), 0]);
  });
}
