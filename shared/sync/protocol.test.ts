import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { writableNames } from '../entities/index.ts';
import * as protocol from './protocol.ts';

test('the wire does not change without a new PROTOCOL_VERSION', () => {
  const schemas = [
    protocol.pushRequest,
    protocol.pushResponse,
    protocol.pullResponse,
    protocol.ticketResponse,
    protocol.liveRequest,
    protocol.liveEvent,
    ...writableNames.map((name) => protocol.mutationSchema(name)),
  ];
  const wire = JSON.stringify(schemas.map((schema) => z.toJSONSchema(schema)));
  const hash = createHash('sha256').update(wire).digest('hex').slice(0, 16);
  expect({ version: protocol.PROTOCOL_VERSION, hash }).toEqual({ version: 5, hash: 'abbc5a45fbb6b2cd' });
});

test('[P9] a patch can not change the account, the key or what a row points to', () => {
  const patch = (entity: 'folder' | 'chat-folder', fields: object) =>
    protocol.mutationSchema(entity).safeParse({
      sequence: 1,
      mutationId: crypto.randomUUID(),
      entity,
      op: 'patch',
      id: crypto.randomUUID(),
      fields,
    }).success;
  expect(patch('folder', { name: 'Suppliers' })).toBe(true);
  expect(patch('folder', { accountId: crypto.randomUUID() })).toBe(false);
  expect(patch('chat-folder', { folderId: crypto.randomUUID() })).toBe(false);
  expect(patch('folder', {})).toBe(false);
});
