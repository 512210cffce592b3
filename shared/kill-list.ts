import * as z from 'zod';

export const KILL_ENTRIES_MAX = 100;
/** How long a copy of the list may be used without asking again. */
export const KILL_LIST_MAX_AGE_S = 300;

/** Dotted numbers, as in a manifest. */
const version = z.string().regex(/^\d{1,9}(\.\d{1,9}){0,3}$/);

/** One feature that versions of the extension are to leave off: data, never code. */
export const killEntry = z.object({
  feature: z.string().min(1).max(60),
  /** First version that it is off in; absent: from the first ever. */
  from: version.optional(),
  /** Last version that it is off in; absent: until this entry goes. */
  to: version.optional(),
});
export type KillEntry = z.infer<typeof killEntry>;

export const killList = z.array(killEntry).max(KILL_ENTRIES_MAX);

/** What is valid of a kill list, entry by entry; nothing when it is no list at all. */
export function parseKillList(value: unknown): KillEntry[] {
  if (!Array.isArray(value)) return [];
  const entries = value.flatMap((each: unknown) => killEntry.safeParse(each).data ?? []);
  return entries.slice(0, KILL_ENTRIES_MAX);
}

/** Whether a feature is off in a version of the extension; `from` and `to` are among the versions that they name. */
export function isKilled(list: readonly KillEntry[], feature: string, ofVersion: string): boolean {
  return list.some(
    ({ feature: killed, from, to }) =>
      killed === feature &&
      (from === undefined || compareVersions(from, ofVersion) <= 0) &&
      (to === undefined || compareVersions(ofVersion, to) <= 0),
  );
}

/** Below zero when the first comes first; missing numbers are 0. */
function compareVersions(first: string, second: string): number {
  const [ours, theirs] = [numbersOf(first), numbersOf(second)];
  const at = ours.findIndex((number, index) => number !== theirs[index]);
  return (ours[at] ?? 0) - (theirs[at] ?? 0);
}

/** Always four. */
function numbersOf(text: string): number[] {
  const parts = text.split('.');
  return [0, 1, 2, 3].map((index) => Number.parseInt(parts[index] ?? '', 10) || 0);
}
