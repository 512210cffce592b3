import { i18n } from '#i18n';
import { templatePicker } from '../overlay-kinds.ts';
import type { PageModel } from '../page-model.ts';
import { isSameChat } from './picked-chat.ts';

/** Writes a text into the message box of the chat that it was made for; a text that can't be written can be copied. Never sends. */
export async function insertInto(
  { whatsapp, acts, overlays }: PageModel,
  anchor: Element,
  chatId: string,
  text: string,
): Promise<void> {
  const isOpen = () => isSameChat(whatsapp.chats.get(), chatId, whatsapp.activeChat.get());
  const outcome = isOpen() ? await whatsapp.insertText(chatId, text) : 'failed';
  if (outcome === 'done') return;
  if (isOpen()) overlays.open(templatePicker, anchor, { chatId, failedText: text });
  else acts.say(i18n.t('templates.picker.chatChanged'));
}
