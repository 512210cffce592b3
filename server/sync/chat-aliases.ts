import pg from 'pg';
import { entities, entityNames, type EntityName, type Fields } from '../../shared/entities/index.ts';
import { deriveId } from '../../shared/sync/entity.ts';
import { isPhoneChatId } from '../../shared/whatsapp/chat-id.ts';

type AnyFields = Readonly<Record<string, unknown>>;

/** [P12] The fields as they are kept: about the chat's canonical id, whichever of its ids the client knew. */
export async function asCanonical(
  client: pg.ClientBase,
  name: EntityName,
  fields: AnyFields,
): Promise<AnyFields> {
  const { chatField } = entities[name];
  if (chatField === undefined || !isPhoneChatId(String(fields[chatField]))) return fields;
  const { rows } = await client.query<{ chatId: string }>({
    name: 'canonical chat',
    text: `select "canonicalChatId" as "chatId" from chat_aliases where "accountId" = $1 and "chatId" = $2`,
    values: [fields['accountId'], fields[chatField]],
  });
  return rows[0] ? { ...fields, [chatField]: rows[0].chatId } : fields;
}

/** [P13] Moves what an account keeps under one id of a chat to the other; what is there under both remains once. */
export async function moveChat(client: pg.ClientBase, alias: Fields<'chat-alias'>): Promise<void> {
  const { accountId, chatId, canonicalChatId } = alias;
  for (const { name, find, copy, remove, chatField } of moves) {
    const found = await client.query<AnyFields & { id: string }>({
      name: `find chat ${name}`,
      text: find,
      values: [accountId, chatId],
    });
    if (found.rows.length === 0) continue;
    // An account owns them: the user is no part of their ids.
    const newIds = found.rows.map((row) =>
      deriveId(entities[name], '', { ...row, [chatField]: canonicalChatId }),
    );
    await client.query({
      name: `copy chat ${name}`,
      text: copy,
      values: [found.rows.map(({ id }) => id), newIds, canonicalChatId],
    });
    await client.query({ name: `remove chat ${name}`, text: remove, values: [accountId, chatId] });
  }
}

/** The SQL that moves a chat, for each entity whose rows are about one. A row's id never changes [S5], so it is copied and deleted. */
const moves = entityNames.flatMap((name) => {
  const { table: tableName, chatField } = entities[name];
  if (chatField === undefined) return [];
  const [table, field] = [pg.escapeIdentifier(tableName), pg.escapeIdentifier(chatField)];
  return {
    name,
    chatField,
    /** Account, chat. */
    find: `select * from ${table} where "accountId" = $1 and ${field} = $2`,
    /** Ids, new ids, new chat. Whole rows, with what the registry does not name. */
    copy: `insert into ${table} select moved.*
      from unnest($1::uuid[], $2::uuid[]) as pair (old, new)
      join ${table} as row on row.id = pair.old,
      jsonb_populate_record(row, jsonb_build_object('id', pair.new, ${pg.escapeLiteral(chatField)}, $3::text)) as moved
      on conflict do nothing`,
    /** Account, chat. */
    remove: `delete from ${table} where "accountId" = $1 and ${field} = $2`,
  };
});
