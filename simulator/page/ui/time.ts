const DAY_MS = 86_400_000;

function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
// Made once: a formatter costs a thousand times what formatting does.
const formats = {
  clock: formatter({ hour: '2-digit', minute: '2-digit', hour12: false }),
  weekday: formatter({ weekday: 'long' }),
  date: formatter({ day: 'numeric', month: 'numeric', year: 'numeric' }),
};
function formatter(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(document.documentElement.lang, options);
}

export function clock(t: number): string {
  return formats.clock.format(t * 1000);
}

/** "Today", "Yesterday", a weekday within a week, then the date. */
export function day(t: number): string {
  const date = new Date(t * 1000);
  const days = Math.round((startOfDay(new Date()) - startOfDay(date)) / DAY_MS);
  if (days <= 0) return 'Today';
  if (days === 1) return 'Yesterday';
  if (days < 7) return formats.weekday.format(date);
  return formats.date.format(date);
}

export function listTime(t: number): string {
  const named = day(t);
  return named === 'Today' ? clock(t) : named;
}
