import type { SimulatorOptions } from '../options.ts';
import type { PageChange } from './page-drift.ts';

export interface DriftVersion {
  /** What changed, in one sentence. */
  readonly what: string;
  readonly renamed?: readonly string[];
  readonly changes?: readonly PageChange[];
  /** Switches of the simulator that belong to this version. */
  readonly options?: Pick<SimulatorOptions, 'csp' | 'version' | 'ids' | 'testIds' | 'listTiming'>;
}

/** Versions of WhatsApp Web as they may come: each breaks one thing, and all that a person does in the page still works. */
const versions = {
  none: { what: 'Nothing changed.' },
  'socket-renamed': {
    what: 'The module that knows the connection has another name.',
    renamed: ['WAWebSocketModel'],
  },
  'synced-flag-gone': {
    what: 'The connection does not tell whether it has synced.',
    changes: ['synced-flag-gone'],
  },
  'chat-collection-renamed': {
    what: 'The module of the chats has another name; the module of all collections still has them.',
    renamed: ['WAWebChatCollection'],
  },
  'chat-collections-renamed': {
    what: 'Both modules that have the chats have other names.',
    renamed: ['WAWebChatCollection', 'WAWebCollections'],
  },
  'models-array-gone': {
    what: 'The collection of chats does not give its models as an array any more.',
    changes: ['models-array-gone'],
  },
  'list-getters-renamed': {
    what: 'The module that the list asks which chats to show has another name.',
    renamed: ['WAWebFrontendChatGetters'],
  },
  'should-appear-gone': {
    what: 'getShouldAppearInList has another name.',
    renamed: ['WAWebFrontendChatGetters.getShouldAppearInList'],
  },
  'getter-captured': {
    what: 'The list keeps getShouldAppearInList from the start instead of asking through the namespace.',
    changes: ['getter-captured'],
  },
  'sort-ignored': {
    what: 'The list recomputes on the changes of chats, not when their collection is sorted.',
    changes: ['sort-ignored'],
  },
  'list-a-frame-later': {
    what: 'The list recomputes in the next frame instead of at once.',
    options: { listTiming: 'frame' },
  },
  'cmd-renamed': {
    what: 'The module of commands has another name.',
    renamed: ['WAWebCmd'],
  },
  'open-chat-gone': {
    what: 'There is no openChatBottom.',
    changes: ['open-chat-gone'],
  },
  'open-chat-by-chat': {
    what: 'openChatBottom takes the chat itself, as it did until November 2025.',
    changes: ['open-chat-by-chat'],
    options: { version: '2.3000.1029000000' },
  },
  'open-chat-by-chat-again': {
    what: 'openChatBottom takes the chat itself, in a new version.',
    changes: ['open-chat-by-chat'],
  },
  'open-chat-idle': {
    what: 'openChatBottom says that it is done and does nothing.',
    changes: ['open-chat-idle'],
  },
  'own-number-module-renamed': {
    what: 'The module that knows the own number has another name; the connection knows it too.',
    renamed: ['WAWebUserPrefsMeUser'],
  },
  'own-number-getter-gone': {
    what: 'getMaybeMePnUser has another name; getMeUser is still there.',
    renamed: ['WAWebUserPrefsMeUser.getMaybeMePnUser'],
  },
  'own-number-unknown': {
    what: 'Nothing tells the own number under a name that is known.',
    renamed: ['WAWebUserPrefsMeUser', 'WAWebConnModel'],
  },
  'conn-renamed': {
    what: 'The module with the own name and kind of phone has another name.',
    renamed: ['WAWebConnModel'],
  },
  'lid-map-renamed': {
    what: 'The module that knows who is who under phone number and LID has another name.',
    renamed: ['WAWebApiContact'],
  },
  'loader-renamed': {
    what: 'The loader of modules has other names.',
    changes: ['loader-renamed'],
  },
  'debug-map-gone': {
    what: 'The loader does not list its modules.',
    changes: ['debug-map-gone'],
  },
  'debug-gone': {
    what: 'The loader has no module that lists the others.',
    changes: ['debug-gone'],
  },
  'version-untold': {
    what: 'The page does not tell its version.',
    changes: ['version-untold'],
  },
  'minified-ids': {
    what: 'Ids keep their string in a minified property.',
    options: { ids: 'minified', version: '2.3000.1043000000' },
  },
  'fiber-key-old': {
    what: "React's fiber hangs under its older name.",
    changes: ['fiber-key-old'],
  },
  'fiber-key-unknown': {
    what: "React's fiber hangs under a name that nobody knows.",
    changes: ['fiber-key-unknown'],
  },
  'row-chat-renamed': {
    what: 'The component in a row calls its chat otherwise; the key of the row names it.',
    changes: ['row-chat-renamed'],
  },
  'row-chat-and-key-renamed': {
    what: 'Neither the component in a row nor the key of the row tells the chat.',
    changes: ['row-chat-renamed', 'row-key-renamed'],
  },
  'rows-deeper': {
    what: 'A row has more levels, and its cell no role.',
    changes: ['rows-deeper'],
  },
  'roles-of-list': {
    what: 'The list is a list of items instead of a grid of rows.',
    changes: ['roles-of-list'],
  },
  'roles-of-listbox': {
    what: 'The list is a box of options.',
    changes: ['roles-of-listbox'],
  },
  'roles-of-listbox-with-test-ids': {
    what: 'The list is a box of options that have test ids.',
    changes: ['roles-of-listbox'],
    options: { testIds: true },
  },
  'roles-gone': {
    what: 'The list and its rows have no roles, and it does not say how many chats it holds.',
    changes: ['roles-gone', 'row-count-gone'],
  },
  'row-count-gone': {
    what: 'The grid does not say how many chats it holds.',
    changes: ['row-count-gone'],
  },
  'test-ids': {
    what: 'The elements have test ids.',
    options: { testIds: true },
  },
  'classes-renamed': {
    what: 'Every class has another name.',
    changes: ['classes-renamed'],
  },
  'side-renamed': {
    what: 'The side is not called #side and has no header.',
    changes: ['side-renamed'],
  },
  'pane-id-renamed': {
    what: 'The scroller of the list has another id.',
    changes: ['pane-id-renamed'],
  },
  'pane-unknown': {
    what: 'The scroller of the list has neither its id nor its policy of scroll traces.',
    changes: ['pane-id-renamed', 'pane-policy-gone'],
  },
  'second-pane': {
    what: 'A search drawer with the id of the scroller stands before the side.',
    changes: ['second-pane'],
  },
  'second-pane-in-side': {
    what: 'A search drawer with the id of the scroller stands in the side, before the list.',
    changes: ['second-pane-in-side'],
  },
  'list-late': {
    what: 'The list comes three seconds after everything else.',
    changes: ['list-late'],
  },
  'pane-late': {
    what: 'The whole side comes two seconds after the page is ready.',
    changes: ['pane-late'],
  },
  'list-rebuilt': {
    what: 'The scroller is made anew four times, every 400 milliseconds.',
    changes: ['list-rebuilt'],
  },
  'main-renamed': {
    what: 'The open chat is not called #main.',
    changes: ['main-renamed'],
  },
  'composer-outside-footer': {
    what: 'The composer stands in no footer.',
    changes: ['composer-outside-footer'],
  },
  'composer-textarea': {
    what: 'The composer is a textarea.',
    changes: ['composer-textarea'],
  },
  'composer-unmarked': {
    what: 'The composer is an editable element without role, number or editor.',
    changes: ['composer-unmarked'],
  },
  'trusted-types-none': {
    what: 'No policy of trusted types may be made.',
    options: { csp: 'no-policies' },
  },
  'default-policy-throws': {
    what: 'A default policy of trusted types throws at every string.',
    changes: ['default-policy-throws'],
    options: { csp: 'default-policy' },
  },
  'shadow-blocked': {
    what: 'The page lets nobody attach a shadow root.',
    changes: ['shadow-blocked'],
  },
  'stack-limit-guarded': {
    what: 'The page throws at whoever asks for another length of stacks; its list recomputes in the next frame.',
    changes: ['stack-limit-guarded'],
    options: { listTiming: 'frame' },
  },
  'foreign-removed': {
    what: 'The page removes from its side and body what it has not made itself.',
    changes: ['foreign-removed'],
  },
  'neighbour-bar': {
    what: 'Another extension keeps a bar of its own right above the list.',
    changes: ['neighbour-bar'],
  },
} as const satisfies Record<string, DriftVersion>;

export type DriftName = keyof typeof versions;
export const driftVersions: Readonly<Record<DriftName, DriftVersion>> = versions;
export const driftNames = Object.keys(versions) as DriftName[]; // Safe: the keys of a literal.
