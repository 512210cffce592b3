import path from 'node:path';
import whatsapp from 'whatsapp-web.js';

// What a stock whatsapp-web.js needs: a process of its own with some clients of one simulator. Says when each is ready, in
// milliseconds since all were started; ends them when it is told to.

const [folder = '', executablePath = '', args = '[]', count = '1'] = process.argv.slice(2);

const fromMs = performance.now();
const clients = await Promise.all(
  Array.from({ length: Number(count) }, async (_, nr) => {
    const client = new whatsapp.Client({
      authStrategy: new whatsapp.LocalAuth({ clientId: `stock-${nr}`, dataPath: path.join(folder, 'auth') }),
      webVersionCache: { type: 'local', path: path.join(folder, 'cache') },
      puppeteer: { executablePath, args: JSON.parse(args) as string[] },
    });
    client.on('ready', () => process.send?.({ nr, readyMs: performance.now() - fromMs }));
    await client.initialize();
    return client;
  }),
);
process.on('message', () => {
  void Promise.all(clients.map((client) => client.destroy())).then(() => process.exit(0));
});
