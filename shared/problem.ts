import * as z from 'zod';

/** Every error that a caller can meet: its HTTP status and the sentence that names it. */
export const problems = {
  invalid_input: { status: 400, title: 'The request is not valid.' },
  unauthorized: { status: 401, title: 'Sign in to continue.' },
  forbidden_origin: { status: 403, title: 'This origin may not use the API.' },
  consent_required: { status: 403, title: 'Linking a WhatsApp account needs your consent first.' },
  plan_limit: { status: 403, title: 'Your plan does not include this.' },
  account_paused: { status: 403, title: 'This account is paused, as your plan does not cover it.' },
  not_found: { status: 404, title: 'There is no such thing here.' },
  client_conflict: { status: 409, title: 'Another browser profile uses this client id.' },
  session_not_running: { status: 409, title: 'WhatsApp is not running on the server for this account.' },
  session_not_ready: { status: 409, title: 'WhatsApp on the server is not connected yet.' },
  chat_read_only: { status: 409, title: 'Nobody but its admins can write in this chat.' },
  send_in_progress: { status: 409, title: 'The last message to this chat is still being sent.' },
  send_unknown: { status: 409, title: 'It is not known whether this was sent. Look at the chat first.' },
  key_reused: { status: 409, title: 'This key belongs to another message.' },
  too_large: { status: 413, title: 'The request is too large.' },
  unsupported_media_type: { status: 415, title: 'The request must be application/json.' },
  client_outdated: { status: 426, title: 'This version of NexisChat is too old. Update the extension.' },
  rate_limited: { status: 429, title: 'Too many requests. Try again in a minute.' },
  send_limit: { status: 429, title: 'That were many messages in a minute. Wait a moment.' },
  internal: { status: 500, title: 'Something went wrong on the server.' },
  unavailable: { status: 503, title: 'The server is not available right now.' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof problems;

/** An expected failure: its code decides the status, `detail` may be shown to a person. */
export class ProblemError extends Error {
  readonly code: ProblemCode;
  readonly detail: string | undefined;

  constructor(code: ProblemCode, detail?: string) {
    super(detail ?? problems[code].title);
    this.name = 'ProblemError';
    this.code = code;
    this.detail = detail;
  }
}

/** The body of every error response (RFC 9457), application/problem+json. */
export const problemBody = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string().optional(),
  requestId: z.string().optional(),
});
export type ProblemBody = z.infer<typeof problemBody>;
