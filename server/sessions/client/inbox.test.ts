import { afterEach, expect, test, vi } from 'vitest';
import { inboxOf } from './inbox.ts';
import { downloadFile, dropFile, readFile, readPiece } from './page-messages.ts';
import type { PageScript } from './page-script.ts';

const CHAT = '15550100001@c.us';
const MESSAGE = `false_${CHAT}_3EB0AAAAAAAAAAAAAAAAAA`;

afterEach(() => vi.unstubAllGlobals());

/** A page that has these modules; what runs in it runs here. */
function pageWith(modules: Record<string, unknown>): void {
  vi.stubGlobal('require', (id: string) => {
    if (!(id in modules)) throw new Error('There is no such module.');
    return modules[id];
  });
  vi.stubGlobal('nexisMissing', undefined);
}

const here = inboxOf({
  run: async (script, ...args) => script.run(...args),
  send: () => Promise.reject(new Error('Nothing is sent.')),
});

test('who follows no channel has none, and of a page that knows no channels nothing is said', async () => {
  pageWith({ WAWebCollections: { WAWebNewsletterCollection: { getModelsArray: () => [] } } });
  expect(await here.channels()).toEqual([]);
  pageWith({ WAWebCollections: {} });
  await expect(here.channels()).rejects.toThrow('no channels');
});

test('a page that says something else than its channels says nothing', async () => {
  const inbox = inboxOf({ run: async () => null, send: async () => '' });
  await expect(inbox.channels()).rejects.toThrow();
});

test('who is there only to read is away again, also when that fails', async () => {
  const chat = { id: CHAT };
  const modes: string[] = [];
  pageWith({
    WAWebCollections: {},
    WAWebChatCollection: { ChatCollection: { get: () => chat } },
    WAWebUpdateUnreadChatAction: { sendSeen: () => Promise.reject(new Error('Not now.')) },
    WAWebStreamModel: {
      Stream: { markAvailable: () => modes.push('here'), markUnavailable: () => modes.push('away') },
    },
  });
  await expect(here.markRead(CHAT)).rejects.toThrow('Not now.');
  expect(modes).toEqual(['here', 'away']);
});

/** A page with one file, and how many of it it held at a time. */
function pageOfFiles(bytes: Buffer, name = 'a.pdf') {
  const files = new Set<string>();
  let most = 0;
  const answers = new Map<unknown, (...args: never[]) => unknown>([
    [readFile, () => ({ mimeType: 'application/pdf', name, size: bytes.length })],
    [
      downloadFile,
      (_chat: string, _message: string, key: string) => {
        files.add(key);
        most = Math.max(most, files.size);
        return bytes.length;
      },
    ],
    [readPiece, (_key: string, from: number, to: number) => bytes.subarray(from, to).toString('base64')],
    [dropFile, (key: string) => files.delete(key)],
  ]);
  const run = async (script: PageScript<never, unknown>, ...args: unknown[]) =>
    answers.get(script)?.(...(args as never[]));
  return { inbox: inboxOf({ run: run as never, send: async () => '' }), most: () => most };
}

test('files are fetched one after the other, and each is whole', async () => {
  const bytes = Buffer.from(Array.from({ length: 1_100_001 }, (_, nr) => nr % 251));
  const { inbox, most } = pageOfFiles(bytes);
  const wanted = { chatId: CHAT, messageId: MESSAGE };
  const files = await Promise.all([inbox.media(wanted), inbox.media(wanted), inbox.media(wanted)]);
  expect(files.map((file) => file?.bytes.equals(bytes))).toEqual([true, true, true]);
  expect(most()).toBe(1);
});

test('a file that can not be had keeps no other waiting', async () => {
  const { inbox } = pageOfFiles(Buffer.alloc(17 * 1024 ** 2));
  const wanted = { chatId: CHAT, messageId: MESSAGE };
  const [first, second] = await Promise.allSettled([inbox.media(wanted), inbox.media(wanted)]);
  expect([first.status, second.status]).toEqual(['rejected', 'rejected']);
});

test('half a character at the end of a name is none', async () => {
  const { inbox } = pageOfFiles(Buffer.from('bytes'), 'smile \ud83d');
  const file = await inbox.media({ chatId: CHAT, messageId: MESSAGE });
  expect(file?.name).toBe('smile \ufffd');
});
