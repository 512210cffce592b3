import { BSON, type Document } from 'bson';
import type { Socket } from 'node:net';

// MongoDB's wire protocol as its drivers speak it today: OP_MSG, and OP_QUERY for the first hello. Integers are little-endian.
const HEADER_BYTES = 16;
const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;
const CHECKSUM_PRESENT = 1;
const MESSAGE_BYTES_MAX = 48_000_000;

/** Answers the commands that come over a socket, one after the other. */
export function serveCommands(socket: Socket, answer: (command: Document) => Document): void {
  let received = Buffer.alloc(0);
  let replies = 0;
  socket.on('error', () => undefined); // Its close follows.
  socket.on('data', (bytes) => {
    received = Buffer.concat([received, bytes]);
    while (received.length >= 4 && received.length >= received.readInt32LE(0)) {
      const length = received.readInt32LE(0);
      if (length < HEADER_BYTES || length > MESSAGE_BYTES_MAX) return void socket.destroy();
      const message = received.subarray(0, length);
      received = received.subarray(length);
      socket.write(replyTo(message, (replies += 1), answer));
    }
  });
}

function replyTo(message: Buffer, replyId: number, answer: (command: Document) => Document): Buffer {
  const [requestId, operation] = [message.readInt32LE(4), message.readInt32LE(12)];
  if (operation === OP_QUERY) {
    const nameEnd = message.indexOf(0, HEADER_BYTES + 4);
    const body = BSON.serialize(answer(BSON.deserialize(message.subarray(nameEnd + 9))));
    const fields = Buffer.alloc(20);
    fields.writeInt32LE(8, 0); // await capable
    fields.writeInt32LE(1, 16); // one document
    return framed(replyId, requestId, OP_REPLY, [fields, body]);
  }
  if (operation !== OP_MSG) throw new Error(`The endpoint does not speak opcode ${operation}.`);
  const body = BSON.serialize(answer(readSections(message)), { ignoreUndefined: true });
  return framed(replyId, requestId, OP_MSG, [Buffer.alloc(5), body]);
}

/** One document, and lists of documents beside it that were too large for it. */
function readSections(message: Buffer): Document {
  const command: Document = {};
  const flags = message.readUInt32LE(HEADER_BYTES);
  const end = message.length - (flags & CHECKSUM_PRESENT ? 4 : 0);
  for (let at = HEADER_BYTES + 4; at < end;) {
    const kind = message.readUInt8(at);
    const length = message.readInt32LE(at + 1);
    const section = message.subarray(at + 1, at + 1 + length);
    if (kind === 0) Object.assign(command, BSON.deserialize(section, { promoteBuffers: false }));
    else Object.assign(command, readList(section));
    at += 1 + length;
  }
  return command;
}

function readList(section: Buffer): Document {
  const nameEnd = section.indexOf(0, 4);
  const documents: Document[] = [];
  for (let at = nameEnd + 1; at < section.length; at += section.readInt32LE(at)) {
    documents.push(BSON.deserialize(section.subarray(at, at + section.readInt32LE(at))));
  }
  return { [section.toString('utf8', 4, nameEnd)]: documents };
}

function framed(replyId: number, requestId: number, operation: number, parts: Uint8Array[]): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  const body = Buffer.concat(parts);
  [HEADER_BYTES + body.length, replyId, requestId, operation].forEach((value, place) =>
    header.writeInt32LE(value, place * 4),
  );
  return Buffer.concat([header, body]);
}
