/** Replaced when tests need a database. */
export function setup(): void {}
