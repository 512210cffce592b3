import type { Capability } from '../../extension/whatsapp/capabilities.ts';
import type { DriftName } from '../../simulator/drift/versions.ts';

/** What the extension may lose on a version of WhatsApp Web, and must lose. */
export interface Expectation {
  readonly lost: readonly Capability[];
  /** Known only once a chat is open. */
  readonly lostOnOpening?: readonly Capability[];
  /** Known only once the side panel was asked to open a chat. */
  readonly lostOnUse?: readonly Capability[];
  /** The page lets nothing of ours stand in it, so that only the popup and the side panel can say it. */
  readonly isSaidOutsideOnly?: true;
  /** Nothing tells that the person chose one of WhatsApp's own filters, so a folder stays beside it. */
  readonly isDeafToFilters?: true;
  /** What the page's error log hears, once. */
  readonly errors?: readonly string[];
}

const nothing: Expectation = { lost: [] };
const everyPagePart: Expectation = {
  lost: ['account', 'chats', 'active-chat', 'open-chat', 'filter', 'rows', 'composer'],
};
const chats: Expectation = { lost: ['chats', 'active-chat', 'open-chat', 'filter'] };

export const expectations: Readonly<Record<DriftName, Expectation>> = {
  none: nothing,
  'socket-renamed': everyPagePart,
  'synced-flag-gone': everyPagePart,
  'chat-collection-renamed': nothing,
  'chat-collections-renamed': chats,
  'models-array-gone': chats,
  'list-getters-renamed': { lost: ['filter'] },
  'should-appear-gone': { lost: ['filter'] },
  'getter-captured': { lost: ['filter'] },
  'sort-ignored': { lost: ['filter'] },
  'list-a-frame-later': nothing,
  'cmd-renamed': { lost: ['open-chat'], isDeafToFilters: true },
  'open-chat-gone': { lost: ['open-chat'] },
  'open-chat-by-chat': nothing,
  'open-chat-by-chat-again': nothing,
  'open-chat-idle': { lost: [], lostOnUse: ['open-chat'] },
  'own-number-module-renamed': nothing,
  'own-number-getter-gone': nothing,
  'own-number-unknown': { lost: ['account'] },
  'conn-renamed': nothing,
  'lid-map-renamed': nothing,
  'loader-renamed': everyPagePart,
  'debug-map-gone': everyPagePart,
  'debug-gone': { ...everyPagePart, errors: ['Requiring unknown module "__debug"'] },
  'version-untold': nothing,
  'minified-ids': nothing,
  'fiber-key-old': nothing,
  'fiber-key-unknown': { lost: ['rows'] },
  'row-chat-renamed': nothing,
  'row-chat-and-key-renamed': { lost: ['rows'] },
  'rows-deeper': nothing,
  'roles-of-list': nothing,
  'roles-of-listbox': { lost: ['rows'] },
  'roles-of-listbox-with-test-ids': nothing,
  'roles-gone': { lost: ['rows', 'filter'] },
  'row-count-gone': nothing,
  'test-ids': nothing,
  'classes-renamed': nothing,
  'side-renamed': nothing,
  'pane-id-renamed': nothing,
  'pane-unknown': { lost: ['strip', 'rows', 'filter'] },
  'second-pane': nothing,
  'second-pane-in-side': nothing,
  'list-late': nothing,
  'pane-late': nothing,
  'list-rebuilt': nothing,
  'main-renamed': nothing,
  'composer-outside-footer': nothing,
  'composer-textarea': { lost: [], lostOnOpening: ['composer'] },
  'composer-unmarked': { lost: [], lostOnOpening: ['composer'] },
  'trusted-types-none': nothing,
  'default-policy-throws': nothing,
  'shadow-blocked': nothing,
  'stack-limit-guarded': { lost: ['filter'] },
  'foreign-removed': { lost: ['strip'], isSaidOutsideOnly: true },
  'neighbour-bar': nothing,
};
