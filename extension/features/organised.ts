import type { Row } from '../../shared/entities/index.ts';
import type { Rows } from '../../shared/sync/apply.ts';
import { canonicalChatId, chatIdsOf } from '../../shared/sync/chat-identity.ts';
import { compareNames } from '../ui/language.ts';
import { latest } from '../ui/latest.ts';

export type Folder = Row<'folder'>;
export type Priority = Row<'priority'>;
export type View = Row<'view'>;
export type CountingRule = 'chats' | 'messages' | 'dot';

/** What a person organised in one account. Chats are found by every id that is known of them. */
export interface Organised {
  readonly account: Row<'account'>;
  readonly accountId: string;
  /** Each in the person's order. */
  readonly folders: readonly Folder[];
  readonly priorities: readonly Priority[];
  readonly views: readonly View[];
  readonly chatIdsByFolder: ReadonlyMap<string, ReadonlySet<string>>;
  readonly folderIdsByChat: ReadonlyMap<string, ReadonlySet<string>>;
  readonly priorityByChat: ReadonlyMap<string, Priority>;
  readonly tagByChat: ReadonlyMap<string, string>;
  /** Each tag once, with its chats by one of their ids; in the order of the alphabet. */
  readonly tags: ReadonlyMap<string, readonly string[]>;
  /** The chats of a folder, each by one of its ids. */
  readonly chatsOf: (folderId: string) => readonly string[];
  /** Every id that is known of a chat. */
  readonly idsOf: (chatId: string) => readonly string[];
  /** A chat's one id among those that are known of it. */
  readonly canonical: (chatId: string) => string;
  /** A folder's id, `unfiled`, or empty for all chats. */
  readonly start: string;
  readonly counting: CountingRule;
}

/** Returns what `organisedOf` finds, derived anew only where rows have changed. */
export function createOrganised(): (rows: Rows, account: Row<'account'>) => Organised {
  const ordered = <Name extends 'folder' | 'priority' | 'view'>() =>
    latest((rows: Rows[Name], accountId: string) =>
      inOrder(rows as ReadonlyMap<string, Row<Name>>, accountId),
    );
  const [folders, priorities, views] = [ordered<'folder'>(), ordered<'priority'>(), ordered<'view'>()];
  const filed = createFiled();
  const prioritised = latest(prioritisedOf);
  const tagged = latest(taggedOf);
  const preferred = latest(preferredOf);
  const all = latest((...parts: [Row<'account'>, Parts]) => ({
    account: parts[0],
    accountId: parts[0].id,
    ...parts[1],
  }));
  const parts = latest(
    (
      aliases: Rows['chat-alias'],
      accountId: string,
      folder: readonly Folder[],
      priority: readonly Priority[],
      view: readonly View[],
      chatFolders: Filed,
      priorityByChat: ReadonlyMap<string, Priority>,
      tags: ReturnType<typeof taggedOf>,
      preferences: ReturnType<typeof preferredOf>,
    ): Parts => ({
      folders: folder,
      priorities: priority,
      views: view,
      ...chatFolders,
      priorityByChat,
      ...tags,
      ...preferences,
      idsOf: (chatId) => chatIdsOf(aliases, accountId, chatId),
      canonical: (chatId) => canonicalChatId(aliases, accountId, chatId),
      chatsOf: (folderId) => [
        ...new Set(
          [...(chatFolders.chatIdsByFolder.get(folderId) ?? [])].map((id) =>
            canonicalChatId(aliases, accountId, id),
          ),
        ),
      ],
    }),
  );
  return (rows, account) => {
    const { id } = account;
    const aliases = rows['chat-alias'];
    const ownFolders = folders(rows.folder, id);
    const ownPriorities = priorities(rows.priority, id);
    return all(
      account,
      parts(
        aliases,
        id,
        ownFolders,
        ownPriorities,
        views(rows.view, id),
        filed(rows['chat-folder'], aliases, id, ownFolders),
        prioritised(rows['chat-priority'], aliases, id, ownPriorities),
        tagged(rows['chat-tag'], aliases, id),
        preferred(rows.preference, id),
      ),
    );
  };
}

type Parts = Omit<Organised, 'account' | 'accountId'>;

/** Rows of one account in the order of their positions: plain string order, the same on every device; a locale's order is not. */
export function inOrder<Name extends 'folder' | 'priority' | 'view' | 'template'>(
  rows: ReadonlyMap<string, Row<Name>>,
  accountId: string,
): readonly Row<Name>[] {
  type Ordered = { readonly id: string; readonly accountId: string; readonly position: string };
  const own = [...rows.values()] as unknown as Ordered[]; // Safe: each of these entities has them.
  return own
    .filter((row) => row.accountId === accountId)
    .sort((a, b) =>
      a.position === b.position ? (a.id < b.id ? -1 : 1) : a.position < b.position ? -1 : 1,
    ) as unknown as Row<Name>[];
}

type Aliases = Rows['chat-alias'];

interface Filed {
  readonly chatIdsByFolder: ReadonlyMap<string, ReadonlySet<string>>;
  readonly folderIdsByChat: ReadonlyMap<string, ReadonlySet<string>>;
}
type FiledGiven = [
  rows: Rows['chat-folder'],
  aliases: Aliases,
  accountId: string,
  folders: readonly Folder[],
];

/** From so many changes on it is cheaper to begin anew. */
const CHANGES_MAX = 16;

/** With ten thousand filed chats an edit costs what it changes. */
function createFiled(): (...given: FiledGiven) => Filed {
  let last: { given: FiledGiven; filed: Filed } | undefined;
  return (...given) => {
    const isSame = last && given.slice(1).every((each, index) => each === last?.given[index + 1]);
    if (last && isSame && last.given[0] === given[0]) return last.filed;
    const filed = (last && isSame && refiled(last.filed, last.given[0], given)) || filedOf(...given);
    last = { given, filed };
    return filed;
  };
}

/** What differs between two versions of the rows, put into what was found for the first; undefined: that is not simple. */
function refiled(
  filed: Filed,
  before: Rows['chat-folder'],
  [rows, aliases, accountId]: FiledGiven,
): Filed | undefined {
  const came = differing(rows, before);
  const went = differing(before, rows);
  if (came.length + went.length > CHANGES_MAX) return undefined;
  if (came.length + went.length === 0) return filed;
  const chatIdsByFolder = new Map(filed.chatIdsByFolder);
  const folderIdsByChat = new Map(filed.folderIdsByChat);
  for (const { chatId, folderId } of [...went, ...came]) {
    if (chatIdsOf(aliases, accountId, chatId).length > 1) return undefined;
    const chatIds = chatIdsByFolder.get(folderId);
    if (!chatIds) continue; // Of another account.
    const isIn = rows.values().some((row) => row.chatId === chatId && row.folderId === folderId);
    chatIdsByFolder.set(folderId, withOrWithout(chatIds, chatId, isIn));
    const folderIds = withOrWithout(folderIdsByChat.get(chatId) ?? new Set(), folderId, isIn);
    if (folderIds.size > 0) folderIdsByChat.set(chatId, folderIds);
    else folderIdsByChat.delete(chatId);
  }
  return { chatIdsByFolder, folderIdsByChat };
}

/** The rows that file another chat, or in another folder, than those of the same ids. */
function differing(rows: Rows['chat-folder'], others: Rows['chat-folder']): Row<'chat-folder'>[] {
  const found: Row<'chat-folder'>[] = [];
  for (const row of rows.values()) {
    const other = others.get(row.id);
    if (other === row || (other?.chatId === row.chatId && other.folderId === row.folderId)) continue;
    found.push(row);
  }
  return found;
}

function withOrWithout(values: ReadonlySet<string>, value: string, isIn: boolean): ReadonlySet<string> {
  const next = new Set(values);
  if (isIn) next.add(value);
  else next.delete(value);
  return next;
}

/** The folders of a chat, in their order. */
export function foldersOf({ folders, folderIdsByChat }: Organised, chatId: string): readonly Folder[] {
  const folderIds = folderIdsByChat.get(chatId);
  return folderIds ? folders.filter(({ id }) => folderIds.has(id)) : [];
}

function filedOf(...[rows, aliases, accountId, folders]: FiledGiven): Filed {
  const chatIdsByFolder = new Map<string, Set<string>>(folders.map(({ id }) => [id, new Set()]));
  const folderIdsByChat = new Map<string, Set<string>>();
  for (const { folderId, chatId } of rows.values()) {
    const chatIds = chatIdsByFolder.get(folderId);
    if (!chatIds) continue;
    for (const id of chatIdsOf(aliases, accountId, chatId)) {
      chatIds.add(id);
      const folderIds = folderIdsByChat.get(id);
      if (folderIds) folderIds.add(folderId);
      else folderIdsByChat.set(id, new Set([folderId]));
    }
  }
  return { chatIdsByFolder, folderIdsByChat };
}

function prioritisedOf(
  rows: Rows['chat-priority'],
  aliases: Aliases,
  accountId: string,
  priorities: readonly Priority[],
): ReadonlyMap<string, Priority> {
  const byId = new Map(priorities.map((priority) => [priority.id, priority]));
  const priorityByChat = new Map<string, Priority>();
  for (const { chatId, priorityId } of rows.values()) {
    const priority = byId.get(priorityId);
    if (!priority) continue;
    for (const id of chatIdsOf(aliases, accountId, chatId)) priorityByChat.set(id, priority);
  }
  return priorityByChat;
}

function taggedOf(rows: Rows['chat-tag'], aliases: Aliases, accountId: string) {
  const tagByChat = new Map<string, string>();
  const chatsByTag = new Map<string, string[]>();
  for (const row of rows.values()) {
    if (row.accountId !== accountId) continue;
    const chats = chatsByTag.get(row.tag);
    if (chats) chats.push(row.chatId);
    else chatsByTag.set(row.tag, [row.chatId]);
    for (const id of chatIdsOf(aliases, accountId, row.chatId)) tagByChat.set(id, row.tag);
  }
  const tags = new Map([...chatsByTag].sort(([a], [b]) => compareNames(a, b)));
  return { tagByChat, tags };
}

function preferredOf(
  rows: Rows['preference'],
  accountId: string,
): { readonly start: string; readonly counting: CountingRule } {
  const own = [...rows.values()].filter((row) => row.accountId === accountId);
  const valueOf = (name: Row<'preference'>['name']) => own.find((row) => row.name === name)?.value;
  const counting = valueOf('counting');
  return {
    start: valueOf('start') ?? '',
    counting: counting === 'messages' || counting === 'dot' ? counting : 'chats',
  };
}

/** An existing spelling of a tag that is typed, whatever its capitals; else what was typed. */
export function knownTag(tags: Organised['tags'], typed: string): string {
  const tag = typed.trim().replaceAll(/\s+/g, ' ');
  const folded = tag.toLowerCase();
  return [...tags.keys()].find((known) => known.toLowerCase() === folded) ?? tag;
}
