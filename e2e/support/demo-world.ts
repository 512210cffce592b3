import { StartupError } from '../../server/startup-error.ts';
import { generateNKeysBetween } from 'fractional-indexing';
import { account } from '../../shared/entities/account.ts';
import { chatFolder } from '../../shared/entities/chat-folder.ts';
import { deriveId } from '../../shared/sync/entity.ts';
import { put } from '../../shared/sync/operations.ts';
import { PROTOCOL_VERSION, pullResponse, pushResponse, type Operation } from '../../shared/sync/protocol.ts';
import type { SimulatedChat } from '../../simulator/server.ts';

export const DEMO_USER = {
  email: 'demo@nexischat.example',
  password: 'a demo needs no secret',
  name: 'Demo',
};

interface Session {
  readonly token: string;
  readonly userId: string;
}

/** Signs the demo user in, up if need be, over the server's own API. */
async function authenticate(serverUrl: string): Promise<Session> {
  for (const path of ['sign-in', 'sign-up']) {
    const response = await fetch(`${serverUrl}/api/auth/${path}/email`, {
      method: 'POST',
      // A sign-in without an origin is refused.
      headers: { 'content-type': 'application/json', origin: serverUrl },
      body: JSON.stringify(DEMO_USER),
    });
    const token = response.headers.get('set-auth-token');
    if (!response.ok || !token) continue;
    const { user } = (await response.json()) as { user: { id: string } };
    return { token, userId: user.id };
  }
  throw new StartupError('The demo user can not sign in: delete the .data folder and try again.');
}

const samples: { name: string; color: string; size: number; wants: (chat: SimulatedChat) => boolean }[] = [
  { name: 'Customers', color: 'teal', size: 9, wants: ({ kind }) => kind === 'person' },
  {
    name: 'Suppliers',
    color: 'blue',
    size: 4,
    wants: ({ name }) => /suppl|order|deliver|wholesale/i.test(name),
  },
  { name: 'Family', color: 'pink', size: 5, wants: ({ name }) => /famil|mum|dad|❤|team|class/i.test(name) },
];

/** Priorities, tags, templates and a view, so that a first look finds all of it. */
function samplesOf(accountId: string, userId: string, chats: readonly SimulatedChat[]): Operation[] {
  const people = chats.filter(({ kind, archived }) => kind === 'person' && !archived);
  const [first = 'a0', second = 'a1'] = generateNKeysBetween(null, null, 2);
  const [urgent, later] = [
    { id: crypto.randomUUID(), name: 'Urgent', color: 'red', position: first },
    { id: crypto.randomUUID(), name: 'Later', color: 'blue', position: second },
  ];
  const templates = [
    ['Greeting', 'hi', '{{greeting}} {{first_name|there}}! How can we help you today? 😊'],
    [
      'Payment details',
      'pay',
      'Hello {{first_name|there}},\n\nthe total is *{{?amount}}*. Please pay by {{?date}}.\n\nThank you!\n{{account}}',
    ],
  ] as const;
  return [
    ...[urgent, later].map(({ id, ...fields }): Operation => ({
      op: 'create',
      entity: 'priority',
      id,
      fields: { accountId, ...fields },
    })),
    ...people
      .slice(0, 6)
      .map(({ id: chatId }, index) =>
        put('chat-priority', userId, { accountId, chatId, priorityId: (index < 3 ? urgent : later).id }),
      ),
    ...people
      .slice(1, 7)
      .map(({ id: chatId }, index) =>
        put('chat-tag', userId, { accountId, chatId, tag: index % 2 ? 'invoice' : 'new order' }),
      ),
    ...templates.map(([name, shortcut, content], index): Operation => ({
      op: 'create',
      entity: 'template',
      id: crypto.randomUUID(),
      fields: { accountId, name, shortcut, content, position: index ? second : first },
    })),
    {
      op: 'create',
      entity: 'view',
      id: crypto.randomUUID(),
      fields: {
        accountId,
        name: 'Unread orders',
        color: 'violet',
        position: first,
        folderId: '',
        priorityId: '',
        tag: 'new order',
        isUnread: true,
      },
    },
  ];
}

/** Gives the demo user sample folders with chats in them and all the rest, unless there are folders already. */
export async function fillDemoWorld(
  serverUrl: string,
  phoneNumber: string,
  chats: readonly SimulatedChat[],
): Promise<void> {
  const api = `${serverUrl}/api`;
  const { token, userId } = await authenticate(serverUrl);
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const pulled = await fetch(`${api}/sync/pull?protocol=${PROTOCOL_VERSION}`, { headers });
  const { changes } = pullResponse.parse(await pulled.json());
  if (changes.some(({ entity, row }) => entity === 'folder' && row)) return;

  const fields = { phoneNumber, name: 'Corner Shop', color: 'teal', isBusinessAccount: false };
  const accountId = deriveId(account, userId, fields);
  const operations: Operation[] = [{ op: 'put', entity: 'account', id: accountId, fields }];
  const positions = generateNKeysBetween(null, null, samples.length);
  const filed = new Set<string>();
  for (const [index, { name, color, size, wants }] of samples.entries()) {
    const folderId = crypto.randomUUID();
    const position = positions[index] ?? 'a0';
    operations.push({
      op: 'create',
      entity: 'folder',
      id: folderId,
      fields: { accountId, name, color, position },
    });
    const fitting = chats.filter(
      (chat) => !chat.archived && !filed.has(chat.id) && chat.kind !== 'channel' && wants(chat),
    );
    for (const { id: chatId } of fitting.slice(0, size)) {
      filed.add(chatId);
      const row = { accountId, chatId, folderId };
      operations.push({
        op: 'put',
        entity: 'chat-folder',
        id: deriveId(chatFolder, userId, row),
        fields: row,
      });
    }
  }
  operations.push(...samplesOf(accountId, userId, chats));
  const mutations = operations.map((operation, index) => ({
    ...operation,
    sequence: index + 1,
    mutationId: crypto.randomUUID(),
  }));
  const pushed = await fetch(`${api}/sync/push`, {
    method: 'POST',
    headers,
    body: JSON.stringify({
      protocol: PROTOCOL_VERSION,
      clientId: crypto.randomUUID(),
      rejectionsSeen: 0,
      mutations,
    }),
  });
  const { rejections } = pushResponse.parse(await pushed.json());
  if (rejections[0]) throw new StartupError(`The demo's samples were refused: ${rejections[0].detail}`);
}
