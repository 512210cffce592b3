import * as z from 'zod';

/** Chrome's ids are 32 letters from a to p. */
export const chromeExtensionOrigin = z
  .string()
  .regex(
    /^chrome-extension:\/\/[a-p]{32}$/,
    'must list origins like chrome-extension://abcdefghijklmnopabcdefghijklmnop',
  );

const anyChromeExtension = /^chrome-extension:\/\/[a-p]{32}$/;
// Firefox gives every installation an id of its own: what counts there is the bearer or the ticket.
const anyFirefoxExtension = /^moz-extension:\/\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Decides which origins may call; `extensionOrigins` undefined allows any Chrome extension (development). */
export function originRule(publicUrl: string, extensionOrigins: readonly string[] | undefined) {
  const exact = new Set([new URL(publicUrl).origin, ...(extensionOrigins ?? [])]);
  return (origin: string): boolean =>
    exact.has(origin) ||
    anyFirefoxExtension.test(origin) ||
    (extensionOrigins === undefined && anyChromeExtension.test(origin));
}
