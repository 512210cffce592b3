import { defineFeature } from '../feature.ts';
import { AliasLearner } from '../learn-aliases.ts';

const LOOK_INTERVAL_MS = 500;

/** WhatsApp moves chats from phone ids to LIDs, on each device in its own time: the pairs that the page knows are learned. */
export const aliases = defineFeature({
  name: 'aliases',
  needs: ['account', 'chats'],
  start({ page, whatsapp, replica }, signal) {
    const learner = new AliasLearner(replica);
    let timer: ReturnType<typeof setTimeout> | undefined;

    const learn = () => {
      timer = undefined;
      const organised = page.organised.get();
      const { userId } = page;
      if (!organised || userId === '') return;
      if (learner.learn(organised, userId, whatsapp.chats.get().values())) soon();
    };
    const soon = () => {
      timer ??= setTimeout(learn, LOOK_INTERVAL_MS);
    };
    soon();
    const stops = [whatsapp.chats.subscribe(soon), page.organised.subscribe(soon)];
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      for (const stop of stops) stop();
    });
  },
});
