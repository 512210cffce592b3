import type { Row } from '../../shared/entities/index.ts';
import type { Rows } from '../../shared/sync/apply.ts';

/** Every account, in the order in which they were connected. */
export function accountsInOrder(rows: Rows): Row<'account'>[] {
  return [...rows.account.values()].sort(
    (a, b) => (a.accountNumber ?? Infinity) - (b.accountNumber ?? Infinity),
  );
}

/** The account of a phone number, if it is connected. */
export function accountOf(rows: Rows, phoneNumber: string | undefined): Row<'account'> | undefined {
  return [...rows.account.values()].find((row) => row.phoneNumber === phoneNumber);
}
