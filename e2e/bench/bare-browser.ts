import { createRequire } from 'node:module';

// The least that a start needs: a browser of its own that loads the page and waits until it has synced, and nothing else. Says how
// long that took, in milliseconds; ends it when it is told to.

interface Page {
  goto(url: string): Promise<unknown>;
  waitForFunction(script: string, options: { polling: number }): Promise<unknown>;
}
interface Browser {
  pages(): Promise<Page[]>;
  close(): Promise<void>;
}
const require = createRequire(import.meta.resolve('whatsapp-web.js'));
const puppeteer = require('puppeteer') as {
  launch(options: object): Promise<Browser>;
};

const [executablePath = '', args = '[]', userDataDir = ''] = process.argv.slice(2);

const fromMs = performance.now();
const browser = await puppeteer.launch({
  executablePath,
  headless: 'shell',
  pipe: true,
  userDataDir,
  args: JSON.parse(args) as string[],
});
const [page] = await browser.pages();
await page?.goto('https://web.whatsapp.com/');
await page?.waitForFunction(`window.require('WAWebSocketModel').Socket.hasSynced`, { polling: 5 });
process.send?.({ nr: 0, readyMs: performance.now() - fromMs });
process.on('message', () => void browser.close().then(() => process.exit(0)));
