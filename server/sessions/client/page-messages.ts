import {
  collections,
  findChat,
  messageReaders,
  modelsOf,
  numberOf,
  pageModule,
  readMessage,
  textOf,
} from './page-chats.ts';
import type { ChatModel, MsgModel } from './page-models.ts';
import type { PageScript } from './page-script.ts';

// Each function runs in the page, with those that its script names.

/** A place among the messages of a chat: when it was sent, in epoch seconds, and its id. */
export type Place = readonly [t: number, id: string];

function chatOrChannel(id: string): ChatModel | undefined {
  return id.endsWith('@newsletter') ? collections().WAWebNewsletterCollection?.get?.(id) : findChat(id);
}

/** The oldest first; what is no message of its own is left out. */
function messagesBefore({ msgs }: ChatModel, before: Place | null): MsgModel[] {
  const all = modelsOf(msgs)
    .filter(({ type }) => type !== 'reaction')
    .toSorted((one, other) => numberOf(one.t) - numberOf(other.t));
  if (!before) return all;
  const index = all.findIndex(({ id }) => id?.toString() === before[1]);
  return index >= 0 ? all.slice(0, index) : all.filter(({ t }) => numberOf(t) <= before[0]);
}

/** Asks for earlier ones as long as there are too few, and marks nothing as read. */
async function messagesOf(
  chatId: string,
  limit: number,
  before: Place | null,
  textMax: number,
): Promise<unknown> {
  const chat = chatOrChannel(chatId);
  if (!chat) return null;
  const endMs = performance.now() + 10_000;
  const { loadEarlierMsgs } = pageModule('WAWebChatLoadMessages');
  let isAll = !loadEarlierMsgs;
  let found = messagesBefore(chat, before);
  while (found.length <= limit && !isAll && performance.now() < endMs) {
    try {
      isAll = ((await loadEarlierMsgs?.({ chat })) ?? []).length === 0;
    } catch (error) {
      if (found.length === 0) throw error;
      break; // Those before them can be asked for again.
    }
    found = messagesBefore(chat, before);
  }
  const given = found.slice(-limit);
  const [first] = given;
  const hasMore = first && (found.length > limit || !isAll);
  return {
    messages: given.flatMap((message) => {
      try {
        return [readMessage(message, textMax)];
      } catch {
        return []; // One that can't be read must not hide the others.
      }
    }),
    next: hasMore ? [numberOf(first.t), first.id?.toString()] : null,
  };
}

/** Null: there is no such chat. */
export const readMessages: PageScript<
  [chatId: string, limit: number, before: Place | null, textMax: number],
  unknown
> = { run: messagesOf, uses: [...messageReaders, chatOrChannel, messagesBefore] };

async function findMessage(chatId: string, messageId: string): Promise<MsgModel | undefined> {
  const chat = chatOrChannel(chatId);
  const isIt = ({ id }: MsgModel) => id?.toString() === messageId;
  const known = modelsOf(chat?.msgs).find(isIt);
  if (!chat || known) return known;
  const stored = await collections().Msg?.getMessagesById?.([messageId]);
  const found = stored?.messages?.find(isIt);
  return found?.id?.remote?.toString() === chat.id.toString() ? found : undefined;
}
const messageFinders = [...messageReaders, chatOrChannel, findMessage] as const;

/** Null: there is no such file. */
export const readFile: PageScript<[chatId: string, messageId: string], unknown> = {
  run: async (chatId, messageId) => {
    const message = await findMessage(chatId, messageId);
    if (!message?.mediaData || message.isViewOnce === true) return null;
    const { mimetype, filename, size } = message;
    return {
      mimeType: textOf(mimetype, 200),
      name: textOf(filename, 300),
      size: typeof size === 'number' ? size : null,
    };
  },
  uses: messageFinders,
};

interface FileScope {
  /** Files on their way to us, by a key of ours. */
  nexisFiles?: Map<string, Uint8Array>;
}

/** The library's own way (1.34.7), but that the file waits in the page. How long it is; null: it can't be had, or not in time. */
export const downloadFile: PageScript<
  [chatId: string, messageId: string, key: string, limitMs: number],
  unknown
> = {
  run: async (chatId, messageId, key, limitMs) => {
    const signal = AbortSignal.timeout(limitMs);
    const message = await findMessage(chatId, messageId);
    const { downloadManager } = pageModule('WAWebDownloadManager');
    const stage = () => textOf(message?.mediaData?.mediaStage, 40);
    if (!message || !downloadManager || stage() === 'REUPLOADING') return null;
    if (stage() !== 'RESOLVED') {
      await message.downloadMedia?.({ downloadEvenIfExpensive: true, rmrReason: 1 });
    }
    if (stage().includes('ERROR') || stage() === 'FETCHING') return null;
    const { directPath, encFilehash, filehash, mediaKey, mediaKeyTimestamp, type } = message;
    const downloadQpl = {
      addAnnotations: () => downloadQpl,
      addPoint: () => downloadQpl,
    };
    try {
      const file = await downloadManager.downloadAndMaybeDecrypt({
        directPath,
        encFilehash,
        filehash,
        mediaKey,
        mediaKeyTimestamp,
        type,
        signal,
        downloadQpl,
      });
      if (signal.aborted) return null; // Nobody waits for it any more, and nobody would drop it.
      const page = globalThis as FileScope;
      page.nexisFiles ??= new Map();
      page.nexisFiles.set(key, new Uint8Array(file));
      return file.byteLength;
    } catch (error) {
      if ((error as { status?: unknown }).status === 404) return null;
      throw error;
    }
  },
  uses: messageFinders,
};

/** A piece of a file, in Base64. */
export const readPiece: PageScript<[key: string, from: number, to: number], unknown> = {
  run: (key, from, to) => {
    const ARGUMENTS_MAX = 8192;
    const bytes = (globalThis as FileScope).nexisFiles?.get(key)?.subarray(from, to) ?? new Uint8Array();
    let text = '';
    for (let start = 0; start < bytes.length; start += ARGUMENTS_MAX) {
      text += String.fromCharCode(...bytes.subarray(start, start + ARGUMENTS_MAX));
    }
    return btoa(text);
  },
  uses: [],
};

export const dropFile: PageScript<[key: string], unknown> = {
  run: (key) => (globalThis as FileScope).nexisFiles?.delete(key) ?? false,
  uses: [],
};

/** Own messages of a chat that WhatsApp has not said to have, the newest ones. */
export const readUnsent: PageScript<[chatId: string], unknown> = {
  run: (chatId) =>
    modelsOf(findChat(chatId)?.msgs)
      .filter(({ id, ack }) => id?.fromMe === true && ack === 0)
      .slice(-20)
      .map(({ id }) => textOf(id?.toString(), 301)),
  uses: messageReaders,
};

/** How far each of these own messages is; null: it is not there. */
export const readAcks: PageScript<[ids: string[]], unknown> = {
  run: (ids) =>
    ids.map((id) => {
      const ack = collections().Msg?.get?.(id)?.ack;
      return typeof ack === 'number' ? ack : null;
    }),
  uses: messageReaders,
};
