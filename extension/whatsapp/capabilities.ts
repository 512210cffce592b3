/** What the page script can do on this version of WhatsApp Web, and what the content script can. */
export const pageCapabilities = [
  'account',
  'chats',
  'active-chat',
  'open-chat',
  'filter',
  'rows',
  'composer',
] as const;
export const capabilities = [...pageCapabilities, 'strip'] as const;

export type PageCapability = (typeof pageCapabilities)[number];
export type Capability = (typeof capabilities)[number];

/** Everything that is looked for in the page, modules first. A report names each with the alternative that was found. */
export const probeNames = [
  'socket',
  'chatCollection',
  'listGetters',
  'cmd',
  'meUser',
  'conn',
  'lidMap',
  'chatList',
  'grid',
  'row',
  'rowChat',
  'openChat',
  'composer',
] as const;
export type ProbeName = (typeof probeNames)[number];

/** The place of what was not found. */
export const NOT_FOUND = -1;
