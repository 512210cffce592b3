/** How often each thing happened, in all schedules. */
export const happened = new Map<string, number>([
  ['a profile is copied', 0],
  ['a page comes over a live socket', 0],
  ['a poke brings a page', 0],
  ['a pull goes over a dead live line', 0],
]);

export const noteHappened = (name: string) => happened.set(name, (happened.get(name) ?? 0) + 1);
