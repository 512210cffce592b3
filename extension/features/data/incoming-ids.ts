import { entities, type EntityName, type WritableName } from '../../../shared/entities/index.ts';
import type { Rows } from '../../../shared/sync/apply.ts';
import { canonicalChatId } from '../../../shared/sync/chat-identity.ts';
import { deriveId } from '../../../shared/sync/entity.ts';
import type { Incoming } from './incoming.ts';

type AnyFields = Readonly<Record<string, unknown>>;

/** Another user's row gets an id of its own: the same one each time that this user imports it. */
const imported = { name: 'imported', ownedBy: 'user', key: ['entity', 'id'] } as const;

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** What the ids of a file are here, for the user who imports it. */
export class IncomingIds {
  readonly #userId: string;
  /** By entity and the file's id. */
  readonly #idsByEntity = new Map<string, Map<string, string>>();
  /** Of one version of the accounts, which are never changed in place. */
  #accounts: { rows: Rows['account']; idByPhoneNumber: ReadonlyMap<string, string> } | undefined;

  constructor(userId: string) {
    this.#userId = userId;
  }

  /**
   * The row's fields with what it points to by the ids of here; undefined when its account is in neither the file nor here.
   * It is the user's own when the file's account is: an account's id is derived from its user.
   */
  mapReferences(
    name: WritableName,
    { fields, phoneNumber }: Incoming,
    rows: Rows,
  ): { fields: AnyFields; isOwn: boolean } | undefined {
    const { ownedBy, references, mentions } = entities[name];
    const mapped: Record<string, unknown> = { ...fields };
    let isOwn = true;
    if (ownedBy === 'account') {
      const given = lowerCase(fields['accountId']);
      const accountId = this.#accountId(given, phoneNumber, rows);
      if (accountId === undefined) return undefined;
      isOwn = accountId === given;
      mapped['accountId'] = accountId;
    }
    for (const [field, parent] of Object.entries(references)) {
      if (field === 'accountId' || fields[field] === undefined) continue;
      mapped[field] = this.#parentId(parent as EntityName, lowerCase(fields[field]), isOwn, rows);
    }
    for (const [field, parent] of Object.entries(mentions)) {
      const id = lowerCase(fields[field]);
      if (typeof id === 'string' && uuid.test(id)) {
        mapped[field] = this.#parentId(parent as EntityName, id, isOwn, rows);
      }
    }
    return { fields: mapped, isOwn };
  }

  /** The entity of what a row points to and is not there, or not of the same account. [P9] */
  missingParent(name: WritableName, fields: AnyFields, rows: Rows): string | undefined {
    const { references, ownedBy } = entities[name];
    const missing = Object.entries(references).find(([field, parent]) => {
      const id = fields[field];
      if (field === 'accountId' || typeof id !== 'string') return false;
      const row: AnyFields | undefined = rows[parent as EntityName].get(id);
      return !row || (ownedBy === 'account' && row['accountId'] !== fields['accountId']);
    });
    return missing?.[1];
  }

  /** The id that a row has here, and its fields about the chat's canonical id [P12]; undefined when the file gives it none. */
  place(
    name: WritableName,
    given: unknown,
    fields: AnyFields,
    isOwn: boolean,
    rows: Rows,
  ): { id: string; fields: AnyFields } | undefined {
    const { chatField } = entities[name];
    const placed =
      chatField === undefined
        ? fields
        : {
            ...fields,
            [chatField]: canonicalChatId(
              rows['chat-alias'],
              String(fields['accountId']),
              String(fields[chatField]),
            ),
          };
    const fileId = lowerCase(given);
    const id = this.#idOf(name, fileId, placed, isOwn, rows);
    if (id === undefined) return undefined;
    if (typeof fileId === 'string') this.#remember(name, fileId, id);
    return { id, fields: placed };
  }

  #idOf(
    name: WritableName,
    fileId: unknown,
    fields: AnyFields,
    isOwn: boolean,
    rows: Rows,
  ): string | undefined {
    const entity = entities[name];
    if (entity.key) {
      const found: AnyFields | undefined = typeof fileId === 'string' ? rows[name].get(fileId) : undefined;
      // The usual case, without deriving it.
      if (
        found &&
        entity.ownedBy === 'account' &&
        entity.identity.every((field) => found[field] === fields[field])
      )
        return String(found['id']);
      const account = name === 'account' && this.#idByPhoneNumber(rows).get(String(fields['phoneNumber']));
      return account || deriveId(entity, this.#userId, fields);
    }
    if (typeof fileId !== 'string' || !uuid.test(fileId)) return undefined;
    const isKept = entity.ownedBy === 'account' ? isOwn : rows[name].has(fileId);
    return isKept ? fileId : this.#imported(name, fileId);
  }

  #accountId(given: unknown, phoneNumber: string | undefined, rows: Rows): string | undefined {
    if (typeof given === 'string') {
      const known = this.#idsByEntity.get('account')?.get(given);
      if (known ?? rows.account.has(given)) return known ?? given;
    }
    return phoneNumber === undefined ? undefined : this.#idByPhoneNumber(rows).get(phoneNumber);
  }

  #parentId(parent: EntityName, given: unknown, isOwn: boolean, rows: Rows): unknown {
    if (typeof given !== 'string') return given;
    const known = this.#idsByEntity.get(parent)?.get(given);
    return known ?? (isOwn || rows[parent].has(given) ? given : this.#imported(parent, given));
  }

  #imported(entity: EntityName, id: string): string {
    return deriveId(imported, this.#userId, { entity, id });
  }

  #remember(name: EntityName, fileId: string, id: string): void {
    const ids = this.#idsByEntity.get(name);
    if (ids) ids.set(fileId, id);
    else this.#idsByEntity.set(name, new Map([[fileId, id]]));
  }

  #idByPhoneNumber(rows: Rows): ReadonlyMap<string, string> {
    if (this.#accounts?.rows !== rows.account) {
      const idByPhoneNumber = new Map(
        [...rows.account.values()].map(({ id, phoneNumber }) => [phoneNumber, id]),
      );
      this.#accounts = { rows: rows.account, idByPhoneNumber };
    }
    return this.#accounts.idByPhoneNumber;
  }
}

/** As the server writes ids. */
function lowerCase(id: unknown): unknown {
  return typeof id === 'string' ? id.toLowerCase() : id;
}
