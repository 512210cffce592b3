type Reading = { ok: true; value: string } | { ok: false; code: 'tooLarge' | 'unreadable' | 'notUtf8' };

/** The text of a file that a person chose. */
export async function readTextFile(file: Blob, bytesMax: number): Promise<Reading> {
  if (file.size > bytesMax) return { ok: false, code: 'tooLarge' };
  const bytes = await file.arrayBuffer().catch(() => undefined);
  if (!bytes) return { ok: false, code: 'unreadable' }; // Moved or deleted since it was chosen.
  const text = decode(bytes);
  return text === undefined ? { ok: false, code: 'notUtf8' } : { ok: true, value: text };
}

function decode(bytes: ArrayBuffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined; // Another encoding, or no text at all.
  }
}
