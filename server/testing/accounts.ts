import { randomUUID } from 'node:crypto';
import type pg from 'pg';

/** A user with one connected account. */
export async function createAccount(
  owner: pg.Pool,
  phoneNumber = '49151',
): Promise<{ userId: string; accountId: string }> {
  const userId = randomUUID();
  await owner.query(
    `insert into "user" (id, name, email, "emailVerified", "createdAt", "updatedAt") values ($1, 'Ada', $2, false, now(), now())`,
    [userId, `${userId}@example.com`],
  );
  return { userId, accountId: await addAccount(owner, userId, phoneNumber) };
}

/** Returns its id. */
export async function addAccount(owner: pg.Pool, userId: string, phoneNumber: string): Promise<string> {
  const { rows } = await owner.query<{ id: string }>(
    `insert into accounts ("userId", name, "phoneNumber", color, "isBusinessAccount") values ($1, 'Work', $2, 'teal', false) returning id`,
    [userId, phoneNumber],
  );
  return rows[0]?.id ?? '';
}

/** Where the session of an account runs; null: nowhere. */
export async function holderOf(
  owner: pg.Pool,
  accountId: string,
): Promise<{ url: string; epoch: number } | null> {
  const { rows } = await owner.query<{ url: string; epoch: string }>(
    `select "ownerUrl" as url, epoch from session_leases where "accountId" = $1 and "leaseUntil" > now()`,
    [accountId],
  );
  return rows[0] ? { url: rows[0].url, epoch: Number(rows[0].epoch) } : null;
}
