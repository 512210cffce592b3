import type { FromPage, Outcome } from '../bridge.ts';
import { partnerOf } from './identity.ts';
import { findModule, pageVersion, type ChatCollection, type ChatModel } from './modules.ts';

type ActiveMessage = Extract<FromPage, { type: 'active-chat' }>;

/** Tells which chat is open, now and with each change. */
export function reportActiveChat(
  chats: ChatCollection,
  post: (message: ActiveMessage) => void,
  signal: AbortSignal,
): void {
  let told: string | null | undefined;
  const tell = () => {
    const chatId = activeChat(chats)?.id.toString() ?? null;
    if (chatId === told) return;
    told = chatId;
    post({ type: 'active-chat', chatId });
  };
  // One chat is left before the next is entered, both within one task.
  const soon = () => queueMicrotask(tell);
  chats.on('change:active', soon);
  signal.addEventListener('abort', () => chats.off('change:active', soon));
  tell();
}

export function activeChat(chats: ChatCollection): ChatModel | undefined {
  return chats.getModelsArray().find(({ active }) => active === true);
}

/** Either id of a chat finds it. */
export function findChat(chats: ChatCollection, chatId: string): ChatModel | undefined {
  const models = chats.getModelsArray();
  return (
    models.find(({ id }) => id.toString() === chatId) ?? models.find((model) => partnerOf(model) === chatId)
  );
}

/** From this version on the argument of openChatBottom is an object; before, the chat itself. */
const OPENS_BY_OBJECT_SINCE = 1_029_960_097;
/** For each form of the argument, so that the person hears within a second that none works. */
const OPEN_TIMEOUT_MS = 400;
const LOOK_INTERVAL_MS = 20;

/** Opens a chat as a click on its row would. */
export async function openChat(chats: ChatCollection, chat: ChatModel): Promise<Outcome> {
  const cmd = findModule('cmd')?.value;
  if (!cmd?.openChatBottom) return 'not_possible';
  const build = Number(pageVersion().split('.').at(-1));
  const byObject = { chat, chatEntryPoint: 'Chatlist' };
  const forms = build < OPENS_BY_OBJECT_SINCE ? [chat, byObject] : [byObject, chat];
  const before = activeChat(chats);
  const isOpen = () => activeChat(chats) === chat;
  const end = performance.now() + forms.length * OPEN_TIMEOUT_MS;
  for (const argument of forms) {
    try {
      await cmd.openChatBottom(argument);
    } catch {
      continue; // The other form is the one of this version.
    }
    if (await isSoon(isOpen, OPEN_TIMEOUT_MS)) return 'done';
    // The person went on to another chat meanwhile, and stays there.
    if (activeChat(chats) !== before) return 'failed';
  }
  // A form that was refused at once leaves the other its time.
  return (await isSoon(isOpen, end - performance.now())) ? 'done' : 'not_possible';
}

export async function isSoon(test: () => boolean, timeoutMs: number): Promise<boolean> {
  const end = performance.now() + timeoutMs;
  while (!test()) {
    if (performance.now() >= end) return false;
    await new Promise((resolve) => setTimeout(resolve, LOOK_INTERVAL_MS));
  }
  return true;
}
