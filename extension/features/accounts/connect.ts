import { i18n } from '#i18n';
import { defineFeature, reportOf } from '../feature.ts';

/** Tells the background which WhatsApp account is open in this tab, and how far the page can be read. */
export const accounts = defineFeature({
  name: 'accounts',
  needs: [],
  start(context, signal) {
    const { whatsapp, replica, broken } = context;
    let told = '';
    const report = () => {
      const { state, lost } = whatsapp.health.get();
      const own = whatsapp.account.get();
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
      };
      const text = JSON.stringify(page);
      if (text === told) return;
      told = text;
      replica.reportPage(page);
    };
    report();
    const { health, account } = whatsapp;
    const stops = [health, account, broken].map((store) => store.subscribe(report));
    replica.onOpenChat(
      (chatId) =>
        void whatsapp.openChat(chatId).then((outcome) => {
          if (outcome !== 'done') context.page.acts.say(i18n.t('panel.cannotOpen'));
        }),
      signal,
    );
    signal.addEventListener('abort', () => {
      for (const stop of stops) stop();
    });
  },
});
