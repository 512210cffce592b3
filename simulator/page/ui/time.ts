const DAY_MS = 86_400_000;

function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
function format(date: Date, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(document.documentElement.lang, options).format(date);
}

export function clock(t: number): string {
  return format(new Date(t * 1000), { hour: '2-digit', minute: '2-digit', hour12: false });
}

/** "Today", "Yesterday", a weekday within a week, then the date. */
export function day(t: number): string {
  const date = new Date(t * 1000);
  const days = Math.round((startOfDay(new Date()) - startOfDay(date)) / DAY_MS);
  if (days <= 0) return 'Today';
  if (days === 1) return 'Yesterday';
  if (days < 7) return format(date, { weekday: 'long' });
  return format(date, { day: 'numeric', month: 'numeric', year: 'numeric' });
}

export function listTime(t: number): string {
  const named = day(t);
  return named === 'Today' ? clock(t) : named;
}
