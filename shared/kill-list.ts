export interface KillEntry {
  feature: string;
  from?: string | undefined;
  to?: string | undefined;
}
export function parseKillList(value: unknown): KillEntry[] {
  return Array.isArray(value) ? (value as KillEntry[]) : [];
}
export function isKilled(list: readonly KillEntry[], feature: string, _version: string): boolean {
  return list.some((entry) => entry.feature === feature);
}
