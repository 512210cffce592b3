import * as z from 'zod';
import { parseKillList, type KillEntry } from '../shared/kill-list.ts';
import { PROTOCOL_VERSION, pullResponse, pushResponse, ticketResponse } from '../shared/sync/protocol.ts';
import type { PullResponse, PushRequest, PushResponse } from '../shared/sync/protocol.ts';
import { API_ORIGIN, ApiError, bodyOf, send } from './request.ts';
import { sessionApi } from './session-api.ts';

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

  openLive: (): WebSocket => new WebSocket(`${API_ORIGIN.replace(/^http/, 'ws')}/api/sync/live`),

  session: sessionApi,
};

export type Api = typeof api;
