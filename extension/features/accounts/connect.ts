import { chatIdsOf } from '../../../shared/sync/chat-identity.ts';
import { defineFeature, reportOf } from '../feature.ts';

const TITLES_INTERVAL_MS = 500;

/** Tells the background which WhatsApp account is open in this tab, how far the page can be read, and what its filed chats are called. */
export const accounts = defineFeature({
  name: 'accounts',
  needs: [],
  start(context, signal) {
    const { whatsapp, replica, broken } = context;
    let told = '';
    const report = () => {
      const { state, lost } = whatsapp.health.get();
      const chats = whatsapp.chats.get();
      const own = whatsapp.account.get();
      const titles: Record<string, string> = {};
      const rows = replica.rows.get();
      for (const { accountId, chatId } of rows['chat-folder'].values()) {
        const ids = chatIdsOf(rows['chat-alias'], accountId, chatId);
        const title = ids.map((id) => chats.get(id)?.title).find(Boolean);
        if (title) titles[chatId] = title;
      }
      const page = {
        state,
        lost: [...lost],
        account: own && {
          phoneNumber: own.phoneNumber,
          name: own.name,
          isBusinessAccount: own.isBusinessAccount,
        },
        broken: broken.get(),
        report: reportOf(context),
        titles,
      };
      const text = JSON.stringify(page);
      if (text === told) return;
      told = text;
      replica.reportPage(page);
    };
    let timer: ReturnType<typeof setTimeout> | undefined;
    /** Titles change with every chat and every edit, and nobody waits for them. */
    const reportSoon = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        report();
      }, TITLES_INTERVAL_MS);
    };
    report();
    const { health, account, chats } = whatsapp;
    const stops = [
      ...[health, account, broken].map((store) => store.subscribe(report)),
      ...[chats, replica.rows].map((store) => store.subscribe(reportSoon)),
      () => clearTimeout(timer),
    ];
    replica.onOpenChat((chatId) => void whatsapp.openChat(chatId), signal);
    signal.addEventListener('abort', () => {
      for (const stop of stops) stop();
    });
  },
});
