import * as z from 'zod';
import { sealSchema } from './seal.ts';

/** One generation of a stored login: where its ciphertext is and how it is opened. Times are ISO 8601. */
const envelopeSchema = sealSchema.extend({
  generation: z.int().positive(),
  blobId: z.uuid(),
  epoch: z.int(),
  savedAt: z.string(),
});
export type Envelope = z.infer<typeof envelopeSchema>;

const loginSchema = z.object({ v: z.literal(1), last: z.int(), generations: z.array(z.unknown()) });

/** What `whatsapp_sessions.sessionData` says. */
export interface StoredLogin {
  /** The last generation that was given out, to a save or to a logout. */
  last: number;
  /** Newest first; null: not an envelope any more. */
  envelopes: readonly (Envelope | null)[];
}

/** Throws when it is there and is not a login. */
export function parseLogin(sessionData: unknown): StoredLogin {
  if (sessionData === null || sessionData === undefined) return { last: 0, envelopes: [] };
  const { last, generations } = loginSchema.parse(sessionData);
  return { last, envelopes: generations.map((each) => envelopeSchema.safeParse(each).data ?? null) };
}
