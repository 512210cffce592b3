import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { problems, type ProblemCode } from '../../shared/problem.ts';
import type {
  Channel,
  InboxChat,
  InboxMessage,
  SessionNews,
  SessionView,
} from '../../shared/whatsapp/inbox.ts';
import type { SessionState } from '../../shared/whatsapp/session.ts';

const off: SessionView = { state: { status: 'disconnected' }, hasConsent: false, unread: null };

/** WhatsApp on the server as a test wants it to be, in front of the real server, which answers all else. */
export class ScriptedSession {
  view: SessionView = off;
  chats: InboxChat[] = [];
  readonly messagesByChat = new Map<string, InboxMessage[]>();
  channels: Channel[] = [];
  /** Of what was asked, by method and path under the session. */
  readonly asked: string[] = [];
  readonly sent: { chatId: string; key: string; text: string }[] = [];
  /** What the next questions of a kind are answered with instead. */
  readonly refusals = new Map<string, { code: ProblemCode; detail?: string; hasHappened?: boolean }>();
  /** Answered only when this is done. */
  hold: Promise<unknown> | null = null;
  media = Buffer.from('');
  accountId = '';
  readonly #server = createServer((req, res) => void this.#answer(req, res));
  readonly #lines = new Set<Socket>();
  readonly #backPort: number;

  constructor(backPort: number) {
    this.#backPort = backPort;
    this.#server.on('upgrade', (req: IncomingMessage, socket: Socket, head: Buffer) => {
      const back = connect(this.#backPort, '127.0.0.1', () => {
        const headers = Array.from({ length: req.rawHeaders.length / 2 }, (_, index) =>
          [req.rawHeaders[index * 2], req.rawHeaders[index * 2 + 1]].join(': '),
        );
        back.write(`${req.method} ${req.url} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`);
        back.write(head);
        socket.pipe(back);
        back.pipe(socket);
        this.#lines.add(socket);
      });
      const end = () => {
        this.#lines.delete(socket);
        back.destroy();
        socket.destroy();
      };
      for (const each of [socket, back]) each.on('close', end).on('error', end);
    });
  }

  async listen(): Promise<number> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const line of this.#lines) line.destroy();
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  /** Another state, and its news. */
  become(state: SessionState, rest: Partial<SessionView> = {}): void {
    this.view = { ...this.view, ...rest, state };
    this.tell({ isStateNew: true, unread: this.view.unread });
  }

  /** Over each live line, as a text frame of its own between the server's. */
  tell(news: Partial<SessionNews>): void {
    const event = {
      type: 'news',
      news: { accountId: this.accountId, isStateNew: false, unread: null, chats: [], ...news },
    };
    const payload = Buffer.from(JSON.stringify(event));
    const length = Buffer.from([126, payload.length >> 8, payload.length & 255]);
    const frame = Buffer.concat([
      Buffer.from([0x81]),
      payload.length < 126 ? Buffer.from([payload.length]) : length,
      payload,
    ]);
    for (const line of this.#lines) line.write(frame);
  }

  /** A message as others see it arrive. */
  say(chatId: string, message: InboxMessage): void {
    this.messagesByChat.set(chatId, [...(this.messagesByChat.get(chatId) ?? []), message]);
    this.chats = this.chats
      .map((chat) =>
        chat.id === chatId
          ? {
              ...chat,
              last: message,
              lastAt: message.sentAt,
              unread: message.isMine ? chat.unread : Math.max(0, chat.unread) + 1,
            }
          : chat,
      )
      .sort((a, b) => Number(b.isPinned) - Number(a.isPinned) || b.lastAt - a.lastAt);
    this.tell({ chats: [{ chatId, isIncoming: !message.isMine }], unread: this.#unread });
  }

  get #unread() {
    const counted = this.chats.filter(
      ({ unread, isMuted, isArchived }) => unread !== 0 && !isMuted && !isArchived,
    );
    return {
      chats: counted.length,
      messages: counted.reduce((sum, { unread }) => sum + Math.max(0, unread), 0),
    };
  }

  async #answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const [path = '', query = ''] = (req.url ?? '').split('?');
    const rest = /^\/api\/accounts\/[^/]+\/session(.*)$/.exec(path)?.[1];
    if (rest === undefined) {
      const back = request(
        { port: this.#backPort, host: '127.0.0.1', path: req.url, method: req.method, headers: req.headers },
        (answer) => {
          res.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(res);
        },
      );
      back.on('error', () => res.destroy());
      req.pipe(back);
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString() || '{}') as Record<string, string>;
    const [, kind = '', chatPart = '', part = '', , last = ''] = rest.split('/');
    const name = `${req.method} ${[kind, part, last].filter(Boolean).join(' ')}`.trim();
    this.asked.push(name);
    await this.hold;
    const reply = (status: number, value: unknown) => {
      res.writeHead(status, { 'content-type': 'application/json' });
      res.end(JSON.stringify(value));
    };
    const refusal = this.refusals.get(name);
    if (refusal && !refusal.hasHappened) {
      const { status, title } = problems[refusal.code];
      const { code, detail } = refusal;
      return reply(status, { type: 'about:blank', title, status, code, ...(detail && { detail }) });
    }
    const chatId = decodeURIComponent(chatPart);
    const parameters = new URLSearchParams(query);
    const [from, limit] = [Number(parameters.get('cursor') ?? 0), Number(parameters.get('limit') ?? 30)];
    switch (name) {
      case 'GET':
        return reply(200, this.view);
      case 'POST': {
        const hasConsent = this.view.hasConsent || Boolean(body['hasConsent']);
        this.view = { ...this.view, hasConsent, state: this.#started(body['method'] ?? 'qr') };
        return reply(202, this.view);
      }
      case 'POST stop':
        this.view = { ...this.view, state: { status: 'disconnected' }, unread: null };
        return reply(202, this.view);
      case 'POST log-out':
        this.view = off;
        return reply(200, { isConfirmed: true });
      case 'GET chats':
        return reply(200, {
          chats: this.chats.slice(from, from + limit),
          next: from + limit < this.chats.length ? String(from + limit) : null,
        });
      case 'GET chats messages': {
        const all = this.messagesByChat.get(chatId) ?? [];
        const end = all.length - from;
        const start = Math.max(0, end - limit);
        return reply(200, {
          messages: all.slice(start, end),
          next: start > 0 ? String(all.length - start) : null,
        });
      }
      case 'POST chats messages':
        return reply(200, this.#send(chatId, body['key'] ?? '', body['text'] ?? ''));
      case 'POST chats read':
        this.chats = this.chats.map((chat) => (chat.id === chatId ? { ...chat, unread: 0 } : chat));
        this.tell({ chats: [{ chatId, isIncoming: false }], unread: this.#unread });
        res.writeHead(204);
        return void res.end();
      case 'GET chats messages media':
        res.writeHead(200, { 'content-type': 'application/octet-stream' });
        return void res.end(this.media);
      case 'GET channels':
        return reply(200, { channels: this.channels });
      default:
        return reply(404, { code: 'not_found', title: problems.not_found.title, status: 404 });
    }
  }

  #started(method: string): SessionState {
    return method === 'code'
      ? { status: 'pairing', method: 'code', shown: 'ABCD1234' }
      : { status: 'pairing', method: 'qr', shown: `2@${'x'.repeat(180)},first` };
  }

  #send(chatId: string, key: string, text: string): { id: string } {
    const id = `true_${chatId}_${key}`;
    if (this.sent.some((each) => each.key === key)) return { id };
    this.sent.push({ chatId, key, text });
    this.say(chatId, {
      id,
      isMine: true,
      author: null,
      sentAt: Date.now(),
      kind: 'text',
      text,
      delivery: 'sent',
      media: null,
    });
    return { id };
  }
}
