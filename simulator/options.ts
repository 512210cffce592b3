import type { CspLevel } from './document.ts';
import type { DriftName } from './drift/versions.ts';
import type { Theme } from './protocol.ts';
import type { Identity } from './world/make-world.ts';

export interface SimulatorOptions {
  /** People and groups; channels come on top. */
  chats?: number;
  /** Channels that are followed; 1 unless told otherwise. */
  channels?: number;
  /** The same seed gives the same world. */
  seed?: number;
  /** 0 or nothing: a free port. */
  port?: number;
  me?: { phone: string; name: string };
  /** `linked`: a browser that was never seen is linked already. `unlinked`: it shows a QR code. */
  login?: 'linked' | 'unlinked';
  /** How long each QR code lives; after the last the page is idle. */
  refTtlsMs?: readonly number[];
  /** Whether the page's own QR code ends with WhatsApp's address. */
  hasQrSuffix?: boolean;
  /** Linking asks for a passkey, which this page can't give. */
  isPasskeyDemanded?: boolean;
  /** When the users of getShouldAppearInList recompute: inside the event, or in the next frame. */
  listTiming?: 'sync' | 'frame';
  testIds?: boolean;
  locale?: string;
  theme?: Theme;
  /** Rows rendered beyond each side of the viewport. */
  overscan?: number;
  csp?: CspLevel;
  version?: string;
  /** Which id the chats with people have. */
  identity?: Identity;
  /** Whether the page knows which phone and which LID are one person; if not, it learns it with a migration. */
  isLidMapKnown?: boolean;
  /** `minified`: message keys keep their string in `$1`, and `_serialized` is gone. Follows from the version. */
  ids?: 'serialized' | 'minified';
  /** How long from the login to the end of the sync; Infinity: never. */
  syncDelayMs?: number;
  /** How long the server takes before it lets a client unlink itself; the client waits three seconds for all of it. */
  logoutDelayMs?: number;
  /** What a page keeps in IndexedDB besides its login, as real ones keep their messages. */
  storageMb?: number;
  /** Between two batches of the page's modules. */
  moduleDelayMs?: number;
  /** How often the page asks whether its connection lives; a third more and it is dead. */
  healthCheckMs?: number;
  /** Runs before anything else of the page. */
  firstScript?: string;
  /** A version of the page that breaks something; the switches that belong to it hold where no others are given. */
  drift?: DriftName;
}

/** The first version whose message keys are minified (live, July 2026). */
const MINIFIED_FROM = 1_042_401_057;
const VERSIONS = { serialized: '2.3000.1041898753', minified: `2.3000.${MINIFIED_FROM}` } as const;

/** The version of the page and where its message keys keep their string. Throws when one contradicts the other. */
export function versionOf({ version, ids }: Pick<SimulatorOptions, 'version' | 'ids'>): {
  version: string;
  hasMinifiedIds: boolean;
} {
  if (version === undefined)
    return { version: VERSIONS[ids ?? 'serialized'], hasMinifiedIds: ids === 'minified' };
  const hasMinifiedIds = Number(version.split('.')[2]) >= MINIFIED_FROM;
  if (ids !== undefined && hasMinifiedIds !== (ids === 'minified'))
    throw new RangeError(`version ${version} does not have ${ids} message keys`);
  return { version, hasMinifiedIds };
}
