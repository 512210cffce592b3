import { aliases } from './accounts/aliases.ts';
import { accounts } from './accounts/connect.ts';
import { seen } from './accounts/seen.ts';
import { chats } from './chats/start.tsx';
import { composerBar } from './composer-bar/start.tsx';
import type { Feature } from './feature.ts';
import { floating } from './floating/start.tsx';
import { folders } from './folders/start.tsx';
import { palette } from './palette/start.ts';
import { notice } from './notice/start.tsx';
import { templates } from './templates/start.ts';
import { views } from './views/start.tsx';

/** The product, as it runs in WhatsApp Web; parts at one place stand in this order. */
export const features: readonly Feature[] = [
  accounts,
  aliases,
  seen,
  floating,
  folders,
  views,
  chats,
  templates,
  composerBar,
  palette,
  notice,
];
