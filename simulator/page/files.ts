import { connection } from './connection.ts';
import { encodeB64 } from './login/base64.ts';

const filesByPath = new Map<string, Uint8Array<ArrayBuffer>>();

/** A message's file from the server, kept; undefined when it is gone there. */
export async function loadFile(directPath: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const known = filesByPath.get(directPath);
  if (known) return known;
  const base64 = await connection.ask<string | null>({ type: 'media', directPath });
  if (base64 === null) return undefined;
  const file = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  filesByPath.set(directPath, file);
  return file;
}

class MediaNotFoundError extends Error {
  override name = 'MediaNotFoundError';
  readonly status = 404;
}

export const downloadManager = {
  /** What the real one decrypts lies open here; its hash is looked at all the same. */
  async downloadAndMaybeDecrypt({
    directPath,
    filehash,
  }: {
    directPath: string;
    filehash: string;
  }): Promise<ArrayBuffer> {
    const file = await loadFile(directPath);
    if (!file) throw new MediaNotFoundError('not there');
    if (encodeB64(await crypto.subtle.digest('SHA-256', file)) !== filehash)
      throw new Error('filehash mismatch');
    return file.slice().buffer;
  },
};
