import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import type { InboxChat, InboxMessage } from '../../shared/whatsapp/inbox.ts';
import { signUp, type Device, type DeviceOptions } from './device.ts';
import { API_HOST, expect, PASSWORD, type Product } from './product.ts';
import { ScriptedSession } from './scripted-session.ts';
import { openSidePanel } from './side-panel.ts';
import { wordsOf } from './words.ts';

const MINUTE_MS = 60_000;

export interface OnServer {
  readonly device: Device;
  readonly popup: Page;
  readonly panel: Page;
  readonly session: ScriptedSession;
  /** What the account's synced row says, as the server would write it. */
  readonly rowSays: (status: string) => Promise<unknown>;
}

/** One person with one account that no tab has ever shown, and the side panel in front; the account's session does as it is told. */
export async function withServerAccount(
  product: Product,
  use: (stage: OnServer) => Promise<void>,
  { language, ...options }: Partial<DeviceOptions> = {},
): Promise<void> {
  const t = wordsOf(language?.replace('-', '_') ?? 'en');
  const [simulator, server] = await Promise.all([product.simulate({ chats: 3 }), product.startServer()]);
  const session = new ScriptedSession(server.port);
  const port = await session.listen();
  try {
    const device = await product.device({
      hostRules: `${simulator.hostRules}, MAP ${API_HOST} 127.0.0.1:${port}`,
      ...(language && { language }),
      ...options,
    });
    const popup = language ? await signUpIn(device, t) : await signUp(device, 'ada@example.com', PASSWORD);
    const panel = await openSidePanel(device);
    await panel.getByRole('button', { name: t('accounts.add') }).click();
    await panel.getByLabel(t('accounts.number')).fill('+1 (555) 010-0001');
    await panel.getByLabel(t('accounts.name')).fill('Shop');
    await panel.getByRole('button', { name: t('accounts.addIt') }).click();
    await expect.poll(() => product.query('select 1 from accounts')).toHaveLength(1);
    const [row] = await product.query<{ id: string }>('select id from accounts');
    session.accountId = row?.id ?? '';
    const rowSays = async (status: string) => {
      await product.query(
        `insert into whatsapp_sessions ("accountId", status) values ($1, $2)
         on conflict ("accountId") do update set status = $2`,
        [session.accountId, status],
      );
      // Who writes it says so.
      await product.query(
        `select pg_notify('nexis_sync', "userId" || ' ' || public.sync_head("userId") || ' ')
         from accounts where id = $1`,
        [session.accountId],
      );
    };
    await use({ device, popup, panel, session, rowSays });
  } finally {
    await session.close();
  }
}

async function signUpIn(device: Device, t: ReturnType<typeof wordsOf>): Promise<Page> {
  const popup = await device.openPopup();
  await popup.getByRole('button', { name: t('popup.toSignUp') }).click();
  await popup.getByLabel(t('popup.email')).fill('ada@example.com');
  await popup.getByLabel(t('popup.password')).fill(PASSWORD);
  await popup.getByRole('button', { name: t('popup.signUp'), exact: true }).click();
  await popup.getByRole('button', { name: t('popup.signOut') }).waitFor();
  return popup;
}

let lastMessage = 0;
export const message = (text: string, rest: Partial<InboxMessage> = {}): InboxMessage => ({
  id: `message-${(lastMessage += 1)}`,
  isMine: false,
  author: null,
  sentAt: Date.now(),
  kind: 'text',
  text,
  delivery: rest.isMine ? 'read' : null,
  media: null,
  ...rest,
});

export const chat = (name: string, rest: Partial<InboxChat> = {}): InboxChat => ({
  id: `${15550200000 + Array.from(name).reduce((sum, letter) => (sum * 131 + letter.charCodeAt(0)) % 9_000_000, 0)}@c.us`,
  alias: null,
  title: name,
  isGroup: false,
  unread: 0,
  isArchived: false,
  isPinned: false,
  isMuted: false,
  isWritable: true,
  waitingSince: null,
  lastAt: Date.now(),
  last: null,
  ...rest,
});

/** A few chats as people have them, connected. */
export function fillInbox(session: ScriptedSession): { ana: InboxChat; group: InboxChat } {
  const now = Date.now();
  const day = 24 * 60 * MINUTE_MS;
  const conversation = [
    message('Hi! Is the order ready?', { sentAt: now - day - 30 * MINUTE_MS }),
    message('Almost. *Tomorrow at ten*, if that is fine with you.', {
      isMine: true,
      sentAt: now - day - 28 * MINUTE_MS,
    }),
    message('Perfect, thank you 🙏', { sentAt: now - day - 27 * MINUTE_MS }),
    message('', {
      kind: 'image',
      sentAt: now - 40 * MINUTE_MS,
      media: { mimeType: 'image/png', name: null, bytes: 70 },
    }),
    message('Here is what I mean: https://example.com/catalogue?page=2. And <b>not</b> that.', {
      sentAt: now - 39 * MINUTE_MS,
    }),
    message('invoice', {
      kind: 'document',
      isMine: true,
      delivery: 'received',
      sentAt: now - 35 * MINUTE_MS,
      media: { mimeType: 'application/pdf', name: 'invoice-2026-11.pdf', bytes: 183_400 },
    }),
    message('Got it. Can you bring two more boxes?', { sentAt: now - 3 * MINUTE_MS }),
    message('The small ones.', { sentAt: now - 2 * MINUTE_MS }),
  ];
  const inGroup = [
    message('Ben joined using this group’s invite link', { kind: 'notice', sentAt: now - 3 * day }),
    message('Who brings the ball on Saturday?', { author: 'Maria Silva', sentAt: now - 90 * MINUTE_MS }),
    message('أنا', { author: 'Omar حسن', sentAt: now - 80 * MINUTE_MS }),
    message('And drinks', { author: 'Omar حسن', sentAt: now - 79 * MINUTE_MS }),
    message('', {
      author: 'Maria Silva',
      kind: 'audio',
      sentAt: now - 78 * MINUTE_MS,
      media: { mimeType: 'audio/ogg; codecs=opus', name: null, bytes: 23_000 },
    }),
  ];
  const ana = chat('Ana Souza', {
    unread: 2,
    lastAt: now - 2 * MINUTE_MS,
    last: conversation.at(-1) ?? null,
    waitingSince: now - 3 * MINUTE_MS,
  });
  const group = chat('Weekend football', {
    id: '120363000000000001@g.us',
    isGroup: true,
    isMuted: true,
    unread: 14,
    lastAt: now - 78 * MINUTE_MS,
    last: inGroup.at(-1) ?? null,
  });
  session.messagesByChat.set(ana.id, conversation);
  session.messagesByChat.set(group.id, inGroup);
  session.chats = [
    chat('Family', {
      isPinned: true,
      lastAt: now - 5 * day,
      last: message('See you on Sunday then', { isMine: true, sentAt: now - 5 * day }),
    }),
    ana,
    chat('مريم الخطيب', {
      unread: -1,
      lastAt: now - 20 * MINUTE_MS,
      last: message('شكرا جزيلا، إلى اللقاء غدا', { sentAt: now - 20 * MINUTE_MS }),
    }),
    group,
    ...Array.from({ length: 40 }, (_, index) =>
      chat(`Customer ${index + 1}`, {
        lastAt: now - (index + 2) * day,
        isArchived: index % 9 === 8,
        last: message(`Thanks, order ${1000 + index} has arrived`, { sentAt: now - (index + 2) * day }),
      }),
    ),
  ];
  session.channels = [
    { id: '1@newsletter', name: 'City news', unread: 3, lastAt: now - day },
    { id: '2@newsletter', name: 'Wholesale prices', unread: 0, lastAt: null },
  ];
  session.media = readFileSync(path.resolve(import.meta.dirname, '../../extension/public/icon/128.png'));
  session.become(
    { status: 'connected', attempt: 0, since: now },
    { hasConsent: true, unread: { chats: 2, messages: 2 } },
  );
  return { ana, group };
}
