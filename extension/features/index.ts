import { aliases } from './accounts/aliases.ts';
import { accounts } from './accounts/connect.ts';
import type { Feature } from './feature.ts';
import { folders } from './folders/start.tsx';
import { notice } from './notice/start.tsx';

/** The product, as it runs in WhatsApp Web. */
export const features: readonly Feature[] = [accounts, aliases, folders, notice];
