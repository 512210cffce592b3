import * as z from 'zod/mini';
import { CHAT_ID_LENGTH_MAX, CHAT_TITLE_LENGTH_MAX, CHATS_MAX } from '../../shared/whatsapp/chat.ts';

// The page script (MAIN world) and the content script (isolated world) speak over one MessagePort that is handed over before the
// document has a node, so no script of the page can take or forge it. The page is hostile all the same: it may have replaced what
// the page script reads. So what it says is data, parsed and size-capped here, and gives no right to anything.

const HELLO = 'nexischat:hello';
const PORT = 'nexischat:port';
export const CHATS_PER_MESSAGE_MAX = 1000;
export const UNREAD_MAX = 1_000_000;
export const CHAT_ID_PATTERN = /^[^\s@]+@[a-z.]+$/;

const id = z.string().check(z.maxLength(CHAT_ID_LENGTH_MAX), z.regex(CHAT_ID_PATTERN));
const text = (max: number) => z.string().check(z.maxLength(max));

export const capabilities = ['identity', 'chats', 'filter', 'rows'] as const;
/** One thing that the page script can do on this version of WhatsApp Web. */
export type Capability = (typeof capabilities)[number];

const chat = z.strictObject({
  id,
  title: text(CHAT_TITLE_LENGTH_MAX),
  unread: z.int().check(z.minimum(-1), z.maximum(UNREAD_MAX)),
  isArchived: z.boolean(),
  isPinned: z.boolean(),
  isMuted: z.boolean(),
  isListed: z.boolean(),
});

const fromPage = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('status'),
    /** The page has logged in and synced. */
    isReady: z.boolean(),
    version: text(40),
    missing: z.array(z.enum(capabilities)).check(z.maxLength(capabilities.length)),
  }),
  z.strictObject({
    type: z.literal('identity'),
    id,
    name: text(CHAT_TITLE_LENGTH_MAX),
    isBusinessAccount: z.boolean(),
  }),
  z.strictObject({
    type: z.literal('chats'),
    /** The first message of a full list: forget what was said before. */
    isReset: z.boolean(),
    changed: z.array(chat).check(z.maxLength(CHATS_PER_MESSAGE_MAX)),
    removed: z.array(id).check(z.maxLength(CHATS_PER_MESSAGE_MAX)),
  }),
  /** The person chose one of WhatsApp's own filters. */
  z.strictObject({ type: z.literal('native-filter') }),
]);
export type FromPage = z.infer<typeof fromPage>;

const fromContent = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('filter'),
    /** Show the chats with these ids only, or all but these. Null shows everything. */
    filter: z.nullable(
      z.strictObject({
        isExcluding: z.boolean(),
        ids: z.array(id).check(z.maxLength(CHATS_MAX)),
      }),
    ),
  }),
]);
export type FromContent = z.infer<typeof fromContent>;
export type ChatFilter = NonNullable<Extract<FromContent, { type: 'filter' }>['filter']>;

/** Isolated world: offers the port while `<html>` has no children; calls back with each valid message. */
export function offerPort(receive: (message: FromPage) => void): (message: FromContent) => void {
  const { port1, port2 } = new MessageChannel();
  const give = () => {
    const offer = new MessageEvent(PORT, { ports: [port2], cancelable: true });
    if (!window.dispatchEvent(offer)) window.removeEventListener(HELLO, give);
  };
  port1.addEventListener('message', (event) => {
    const parsed = fromPage.safeParse(event.data);
    if (parsed.success) receive(parsed.data);
  });
  port1.start();
  window.addEventListener(HELLO, give);
  give();
  atFirstNode(() => window.removeEventListener(HELLO, give));
  return (message) => port1.postMessage(message);
}

/** MAIN world: takes the port, once. Keeps its own references, for the page may replace the originals later. */
export function takePort(
  open: (
    post: (message: FromPage) => void,
    listen: (receive: (message: FromContent) => void) => void,
  ) => void,
): void {
  // oxlint-disable-next-line typescript/unbound-method -- called through Reflect.apply with its port
  const post = MessagePort.prototype.postMessage;
  const apply = Reflect.apply;
  const take = (event: Event) => {
    const port = event instanceof MessageEvent ? event.ports[0] : undefined;
    if (!port) return;
    event.stopImmediatePropagation();
    event.preventDefault();
    window.removeEventListener(PORT, take, true);
    open(
      (message) => apply(post, port, [message]),
      (receive) => {
        port.addEventListener('message', ({ data }) => {
          const parsed = fromContent.safeParse(data);
          if (parsed.success) receive(parsed.data);
        });
        port.start();
      },
    );
  };
  window.addEventListener(PORT, take, true);
  window.dispatchEvent(new Event(HELLO));
  atFirstNode(() => window.removeEventListener(PORT, take, true));
}

/** A microtask is too early to close the window (the other world may run after it), the first parsed node is not. */
function atFirstNode(close: () => void): void {
  const observer = new MutationObserver(() => {
    observer.disconnect();
    close();
  });
  observer.observe(document, { childList: true, subtree: true });
}
