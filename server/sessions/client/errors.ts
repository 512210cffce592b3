// What a client refuses; its caller says it in the words of the API.

/** There is no such chat in the page, so that nothing is sent to it. */
export class NoSuchChat extends Error {
  override readonly name = 'NoSuchChat';
  readonly code = 'no_such_chat';
}

/** A person could not write in this chat either. */
export class NotWritable extends Error {
  override readonly name = 'NotWritable';
  readonly code = 'not_writable';
}

/** A file is larger than what is handed on. */
export class MediaTooLarge extends Error {
  override readonly name = 'MediaTooLarge';
  readonly code = 'media_too_large';
}

/** A cursor that this did not give. */
export class BadCursor extends Error {
  override readonly name = 'BadCursor';
  readonly code = 'bad_cursor';
}
