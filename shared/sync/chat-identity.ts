import type { Row } from '../entities/index.ts';

type Aliases = ReadonlyMap<string, Row<'chat-alias'>>;

interface Known {
  canonicalByAlias: Map<string, string>;
  idsByCanonical: Map<string, string[]>;
}

// Rows are never changed in place, so one version of the aliases is read once for each account.
const knownByAliases = new WeakMap<Aliases, Map<string, Known>>();

/** The id under which the rows of an account hold a chat, whichever of its ids is given. */
export function canonicalChatId(aliases: Aliases, accountId: string, chatId: string): string {
  return knownOf(aliases, accountId)?.canonicalByAlias.get(chatId) ?? chatId;
}

/** Every id that an account knows of one chat, whichever is given; the canonical one comes first. */
export function chatIdsOf(aliases: Aliases, accountId: string, chatId: string): readonly string[] {
  const canonical = canonicalChatId(aliases, accountId, chatId);
  return knownOf(aliases, accountId)?.idsByCanonical.get(canonical) ?? [canonical];
}

function knownOf(aliases: Aliases, accountId: string): Known | undefined {
  let known = knownByAliases.get(aliases);
  if (!known) knownByAliases.set(aliases, (known = readAliases(aliases)));
  return known.get(accountId);
}

function readAliases(aliases: Aliases): Map<string, Known> {
  const knownByAccount = new Map<string, Known>();
  for (const { accountId, chatId, canonicalChatId: canonical } of aliases.values()) {
    let known = knownByAccount.get(accountId);
    if (!known)
      knownByAccount.set(accountId, (known = { canonicalByAlias: new Map(), idsByCanonical: new Map() }));
    known.canonicalByAlias.set(chatId, canonical);
    const ids = known.idsByCanonical.get(canonical);
    if (ids) ids.push(chatId);
    else known.idsByCanonical.set(canonical, [canonical, chatId]);
  }
  return knownByAccount;
}
