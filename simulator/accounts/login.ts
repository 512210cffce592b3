import { createPublicKey, verify } from 'node:crypto';
import type { Login } from '../protocol.ts';
import type { Device } from './account.ts';

/** Whether the login was signed by the device's key, over its token and its counter. */
export function isProven(device: Device, login: Login): boolean {
  try {
    const x = Buffer.from(device.pub, 'base64').toString('base64url');
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    const said = Buffer.from(`${login.token} ${login.counter}`);
    return verify(null, said, key, Buffer.from(login.proof, 'base64'));
  } catch {
    return false;
  }
}
