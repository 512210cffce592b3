import { defineBackground } from 'wxt/utils/define-background';
import { notify, onNotificationPressed, showUnread } from '../features/inbox/attention.ts';
import { serveScreens } from '../replica/serve.ts';

export default defineBackground(() => {
  const background = serveScreens({
    onUnread: showUnread,
    onIncoming: (incoming) => void notify(incoming),
  });
  onNotificationPressed((place) => background.lead(place));
});
