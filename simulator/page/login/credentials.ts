import type { Login } from '../../protocol.ts';
import { decodeB64, encodeB64 } from './base64.ts';
import { deleteDatabases, openStore, type Store } from './storage.ts';

/** Where the client keeps them (bundle 2026-04); all of it is needed to come back. */
const NOISE_INFO = 'WANoiseInfo';
const SALT = 'WebEncKeySalt';
const OF_THE_LOGIN = [NOISE_INFO, SALT, 'last-wid-md', 'WALid', 'me-display-name'];
const KEY_STORE = { database: 'wawc_db_enc', name: 'keys' };
const SIGNAL_STORE = { database: 'signal-storage', name: 'signal-meta-store' };
const LOGIN = 'login';

interface SignalRecord {
  registrationId: number;
  identity: ArrayBuffer;
  advSecret: string;
  token?: string;
  /** The last number used; each login and each message sent takes the next. */
  counter: number;
}
interface NoiseInfo {
  pub: string;
  iv: string;
  sealed: string;
}

export interface Credentials {
  readonly noisePub: ArrayBuffer;
  readonly identityPub: ArrayBuffer;
  readonly registrationId: number;
  readonly advSecret: string;
  readonly isRegistered: () => boolean;
  /** A login with the next number, or undefined for a browser that is not linked. */
  login(): Promise<Login | undefined>;
  /** The next number, on the disk before it is used. */
  nextCounter(): Promise<number>;
  keepToken(token: string): Promise<void>;
  clear(): Promise<void>;
}

/** The keys and the login of this profile; a profile without them gets new keys. */
export async function openCredentials(): Promise<Credentials> {
  const [keys, signal] = await Promise.all([
    openStore(KEY_STORE.database, KEY_STORE.name),
    openStore(SIGNAL_STORE.database, SIGNAL_STORE.name),
  ]);
  // Halves that do not belong together are no login.
  const noise = (await restoreNoise(keys).catch(() => undefined)) ?? (await makeNoise(keys));
  const found = await signal.get<SignalRecord>(LOGIN);
  const record = found && noise.isRestored ? found : newRecord();
  if (record !== found) await signal.put(LOGIN, record);
  let writing = Promise.resolve();
  function write(): Promise<void> {
    const copy = { ...record };
    writing = writing.then(() => signal.put(LOGIN, copy));
    return writing;
  }
  async function nextCounter(): Promise<number> {
    record.counter += 1;
    const { counter } = record;
    await write();
    return counter;
  }
  return {
    noisePub: noise.pub,
    identityPub: record.identity,
    registrationId: record.registrationId,
    advSecret: record.advSecret,
    isRegistered: () => record.token !== undefined,
    nextCounter,
    async login() {
      const { token } = record;
      if (token === undefined) return undefined;
      const counter = await nextCounter();
      const said = new TextEncoder().encode(`${token} ${counter}`);
      const proof = encodeB64(await crypto.subtle.sign('Ed25519', noise.privateKey, said));
      return { token, counter, proof };
    },
    async keepToken(token) {
      record.token = token;
      await write();
    },
    async clear() {
      keys.close();
      signal.close();
      for (const name of OF_THE_LOGIN) localStorage.removeItem(name);
      await deleteDatabases();
    },
  };
}

interface Noise {
  pub: ArrayBuffer;
  privateKey: CryptoKey;
  isRestored: boolean;
}

/** The private key lies in localStorage, sealed by a key in IndexedDB that no script can read. */
async function restoreNoise(keys: Store): Promise<Noise | undefined> {
  const [kept, salt] = [localStorage.getItem(NOISE_INFO), localStorage.getItem(SALT)];
  const sealing = await keys.get<CryptoKey>('enc');
  if (kept === null || salt === null || !sealing) return undefined;
  const { pub, iv, sealed } = JSON.parse(kept) as NoiseInfo;
  const how = { name: 'AES-GCM', iv: decodeB64(iv), additionalData: decodeB64(salt) };
  const pkcs8 = await crypto.subtle.decrypt(how, sealing, decodeB64(sealed));
  const privateKey = await crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', false, ['sign']);
  return { pub: decodeB64(pub), privateKey, isRestored: true };
}

async function makeNoise(keys: Store): Promise<Noise> {
  const [pair, sealing] = await Promise.all([
    crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify']),
    crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']),
  ]);
  const [pub, pkcs8] = await Promise.all([
    crypto.subtle.exportKey('raw', pair.publicKey),
    crypto.subtle.exportKey('pkcs8', pair.privateKey),
  ]);
  const [iv, salt] = [randomBytes(12), randomBytes(16)];
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: salt }, sealing, pkcs8);
  await keys.put('enc', sealing);
  const info: NoiseInfo = { pub: encodeB64(pub), iv: encodeB64(iv), sealed: encodeB64(sealed) };
  localStorage.setItem(NOISE_INFO, JSON.stringify(info));
  localStorage.setItem(SALT, encodeB64(salt));
  return { pub, privateKey: pair.privateKey, isRestored: false };
}

function newRecord(): SignalRecord {
  return {
    registrationId: crypto.getRandomValues(new Uint16Array(1))[0] ?? 0,
    identity: randomBytes(32).buffer,
    advSecret: encodeB64(randomBytes(32)),
    counter: 0,
  };
}

export function randomBytes(count: number): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(count));
}
