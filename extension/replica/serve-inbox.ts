import type { SessionApi, SessionOf } from '../session-api.ts';
import type { Background } from './background.ts';
import { failure } from './device.ts';
import type { InboxRequests } from './inbox-messages.ts';
import { onMessage, type Result } from './messaging.ts';

interface Asked<Name extends keyof InboxRequests> {
  readonly data: Parameters<InboxRequests[Name]>[0];
  readonly of: SessionOf;
}
type ValueOf<Name extends keyof InboxRequests> = Extract<
  ReturnType<InboxRequests[Name]>,
  { ok: true }
>['value'];
type AccountRequest = Exclude<keyof InboxRequests, 'inboxLead'>;

const refused: Result<never> = { ok: false, code: 'forbidden', message: 'Not from here.' };
const signedOut: Result<never> = { ok: false, code: 'unauthorized', message: 'Sign in to continue.' };

/** How long a piece of a file is that becomes text at once. */
const PIECE_BYTES = 0x8000;

/** Answers what the extension's own pages ask of WhatsApp on the server; the token stays here, and a page of WhatsApp Web is refused. */
export function serveInbox(
  background: Background,
  api: SessionApi,
  isOwnPage: (url: string | undefined) => boolean,
): void {
  const { device, sessions } = background;
  const answer = <Name extends AccountRequest>(
    name: Name,
    ask: (asked: Asked<Name>) => Promise<ValueOf<Name>>,
  ) => {
    const serve = async (
      data: Asked<Name>['data'],
      url: string | undefined,
    ): Promise<Result<ValueOf<Name>>> => {
      if (!isOwnPage(url)) return refused;
      await device.restored;
      const { token } = device;
      if (token === null || !data) return signedOut;
      try {
        return { ok: true, value: await ask({ data, of: { token, accountId: data.accountId } }) };
      } catch (error) {
        return failure(error);
      }
    };
    onMessage(name, (({ data, sender }: { data: Asked<Name>['data']; sender: { url?: string } }) =>
      serve(data, sender.url)) as never); // Safe: the name decides both sides' types.
  };

  answer('sessionView', ({ of }) => sessions.refresh(of));
  answer('sessionStart', async ({ of, data: { method, hasConsent } }) => {
    const view = await api.start(of, { method, ...(hasConsent && { hasConsent }) });
    sessions.answer(of.accountId, view);
    return view;
  });
  answer('sessionStop', async ({ of }) => {
    const view = await api.stop(of);
    sessions.answer(of.accountId, view);
    return view;
  });
  answer('sessionLogOut', async ({ of }) => {
    const outcome = await api.logOut(of);
    await sessions.refresh(of).catch(() => null); // Its row tells it too.
    return outcome;
  });
  answer('inboxChats', async ({ of, data: { cursor } }) => {
    const page = await api.chats(of, cursor);
    background.see(of.accountId, page.chats);
    return page;
  });
  answer('inboxMessages', ({ of, data: { chatId, cursor } }) => api.messages({ ...of, chatId }, cursor));
  answer('inboxSend', ({ of, data: { chatId, key, text } }) => api.send({ ...of, chatId }, { key, text }));
  answer('inboxMarkRead', async ({ of, data: { chatId } }) => {
    await api.markRead({ ...of, chatId });
    return null;
  });
  answer('inboxMedia', async ({ of, data: { chatId, messageId } }) => {
    const bytes = await api.media({ ...of, chatId }, messageId);
    return { base64: base64Of(bytes) };
  });
  answer('inboxChannels', ({ of }) => api.channels(of));
  onMessage('inboxLead', ({ data, sender }) => {
    if (!isOwnPage(sender.url)) return refused;
    background.lead(data);
    return { ok: true, value: null };
  });
}

function base64Of(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    text += String.fromCharCode(...bytes.subarray(at, at + PIECE_BYTES));
  }
  return btoa(text);
}
