import * as z from 'zod';
import { parseKillList, type KillEntry } from '../shared/kill-list.ts';
import { problemBody } from '../shared/problem.ts';
import { PROTOCOL_VERSION, pullResponse, pushResponse, ticketResponse } from '../shared/sync/protocol.ts';
import type { PullResponse, PushRequest, PushResponse } from '../shared/sync/protocol.ts';

/** Fixed when the extension is built. */
declare const __API_ORIGIN__: string;

/** A push of half a megabyte has to get through a slow line. */
const REQUEST_TIMEOUT_MS = 30_000;

/** A request that failed: `offline` when no answer came, else the server's code. */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, status: number, message: string) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
    this.status = status;
  }
}

export interface User {
  readonly id: string;
  readonly email: string;
  readonly name: string;
}
export interface Session {
  readonly token: string;
  readonly user: User;
}
export interface Credentials {
  readonly email: string;
  readonly password: string;
}

const authResponse = z.object({ user: z.object({ id: z.string(), email: z.string(), name: z.string() }) });

async function send(path: string, init: RequestInit & { token?: string; body?: string }): Promise<Response> {
  const { token, ...request } = init;
  let response: Response;
  try {
    response = await fetch(`${__API_ORIGIN__}/api${path}`, {
      ...request,
      credentials: 'omit',
      cache: 'no-store',
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
      headers: {
        ...(request.body !== undefined && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
    });
  } catch {
    throw new ApiError('offline', 0, 'The server can not be reached.');
  }
  if (response.ok) return response;
  const problem = problemBody.partial().safeParse(await response.json().catch(() => null)).data;
  const code = problem?.code ?? 'unavailable';
  throw new ApiError(code, response.status, problem?.detail ?? problem?.title ?? 'The server refused.');
}

/** The body; one that broke off counts as no answer. Throws ApiError(offline). */
async function bodyOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    throw new ApiError('offline', 0, 'The server can not be reached.');
  }
}

async function authenticate(path: string, body: object): Promise<Session> {
  const response = await send(path, { method: 'POST', body: JSON.stringify(body) });
  const token = response.headers.get('set-auth-token');
  if (!token) throw new ApiError('unavailable', response.status, 'The server sent no token.');
  return { token, user: authResponse.parse(await bodyOf(response)).user };
}

/** Everything that the background asks of the server. Each throws ApiError. */
export const api = {
  signIn: ({ email, password }: Credentials): Promise<Session> =>
    authenticate('/auth/sign-in/email', { email, password }),

  signUp: ({ email, password }: Credentials): Promise<Session> =>
    authenticate('/auth/sign-up/email', { email, password, name: email.slice(0, email.indexOf('@')) }),

  async signOut(token: string): Promise<void> {
    await send('/auth/sign-out', { method: 'POST', token, body: '{}' });
  },

  async push(token: string, request: PushRequest): Promise<PushResponse> {
    const response = await send('/sync/push', { method: 'POST', token, body: JSON.stringify(request) });
    return pushResponse.parse(await bodyOf(response));
  },

  async pull(token: string, cursor: string | undefined): Promise<PullResponse> {
    const query = new URLSearchParams({
      protocol: String(PROTOCOL_VERSION),
      ...(cursor !== undefined && { cursor }),
    });
    const response = await send(`/sync/pull?${query}`, { token });
    return pullResponse.parse(await bodyOf(response));
  },

  async ticket(token: string): Promise<string> {
    const response = await send('/sync/ticket', { method: 'POST', token, body: '{}' });
    return ticketResponse.parse(await bodyOf(response)).ticket;
  },

  killList: async (): Promise<KillEntry[]> => parseKillList(await bodyOf(await send('/kill-list', {}))),

  openLive: (): WebSocket => new WebSocket(`${__API_ORIGIN__.replace(/^http/, 'ws')}/api/sync/live`),
};

export type Api = typeof api;
