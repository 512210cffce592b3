import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright';
import { expect } from './product.ts';
import { violations } from './violations.ts';
import { wordsOf } from './words.ts';

export const SHOTS = '.data/shots';

/** How the side panel is looked at: what a device is opened with, and how wide it is. */
export const inboxLooks = [
  ['light', {}, 380],
  ['dark', { colorScheme: 'dark' }, 380],
  ['narrow', {}, 320],
  ['right-to-left', { language: 'ar' }, 380],
] as const;

type Look = (typeof inboxLooks)[number][0];

/** Takes a picture of what is shown, and sees to it that everybody can perceive and operate it. */
export function seeing(what: string, look: Look): (name: string, at: Page) => Promise<void> {
  mkdirSync(SHOTS, { recursive: true });
  return async (name, at) => {
    await at.screenshot({ path: `${SHOTS}/${what}-${name}-${look}.png` });
    expect.soft(await violations(at, true), name).toEqual([]);
  };
}

export const wordsIn = (look: Look): ReturnType<typeof wordsOf> =>
  wordsOf(look === 'right-to-left' ? 'ar' : 'en');
