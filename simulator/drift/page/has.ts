import { config } from '../../page/config.ts';
import type { PageChange } from '../page-drift.ts';

/** Whether this version of the page does that otherwise. */
export function has(change: PageChange): boolean {
  return config.drift.changes.includes(change);
}
