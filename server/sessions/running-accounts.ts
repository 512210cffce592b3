import { createHmac } from 'node:crypto';
import type pg from 'pg';
import * as z from 'zod';
import { limitSentences, type PlanType } from '../../shared/plan.ts';
import { ProblemError } from '../../shared/problem.ts';
import {
  sessionState,
  unreadTotal,
  type LinkMethod,
  type SendRequest,
  type SessionView,
} from '../../shared/whatsapp/inbox.ts';
import { parseSessionStatus, type SessionState } from '../../shared/whatsapp/session.ts';
import { asUser } from '../db/as-user.ts';
import { readPlanLimits } from '../plan.ts';
import type { SessionCall } from './calls.ts';
import { pause } from './in-time.ts';
import type { Leases, Reached } from './leases.ts';
import type { MediaStream, WorkerLine } from './worker-line.ts';

export interface RunningAccountsOptions {
  pool: pg.Pool;
  leases: Leases;
  line: WorkerLine;
  planDefault: PlanType;
  secret: string;
}

const VIEW_MS_MAX = 3000;
const LINK_MS_MAX = 15_000;
/** How long a logout waits for a session that has to be started for it. */
const START_MS_MAX = 20_000;
const LOOK_AGAIN_MS = 250;

const viewAnswer = z.object({ state: sessionState, unread: unreadTotal.nullable() });
const logOutAnswer = z.object({ isConfirmed: z.boolean() });
const sendAnswer = z.object({ id: z.string().nullable() });

/** The accounts of users, as they run on the server. Every method throws ProblemError(not_found) for an account that is not theirs. */
export class RunningAccounts {
  readonly #options: RunningAccountsOptions;

  constructor(options: RunningAccountsOptions) {
    this.#options = options;
  }

  /** Does not wait: what a worker says now, or what was last known. */
  async view(userId: string, accountId: string): Promise<SessionView> {
    return this.#look(await this.#reach(userId, accountId), accountId);
  }

  /** Throws ProblemError: consent_required, plan_limit, account_paused. */
  async start(
    userId: string,
    accountId: string,
    method: LinkMethod,
    hasConsent: boolean,
  ): Promise<SessionView> {
    const { pool, leases, line, planDefault } = this.#options;
    const { serverSessions: most } = await asUser(pool, userId, (client) =>
      readPlanLimits(client, userId, planDefault),
    );
    const outcome = await leases.start(userId, accountId, { method, hasConsent, most });
    if (outcome === 'plan_limit') throw new ProblemError(outcome, limitSentences.serverSessions(most));
    if (outcome !== 'running') throw new ProblemError(outcome);
    const reached = await this.#reach(userId, accountId);
    await line.tryCall(reached, accountId, { type: 'link', method }, LINK_MS_MAX);
    return this.#look(reached, accountId);
  }

  async stop(userId: string, accountId: string): Promise<SessionView> {
    const { leases } = this.#options;
    await this.#reach(userId, accountId);
    await leases.want(userId, accountId, 'stopped');
    return this.view(userId, accountId);
  }

  /**
   * Starts it when it does not run, as the phone is told by itself alone. What can't run any more is forgotten without the phone. Throws
   * ProblemError(unavailable) when it takes too long to start.
   */
  async logOut(userId: string, accountId: string): Promise<{ isConfirmed: boolean }> {
    const { leases } = this.#options;
    const before = await this.#reach(userId, accountId);
    if (before.url === null && (!before.hasLogin || before.isPaused)) {
      const isLeft = await leases.leave(userId, accountId);
      if (isLeft) return { isConfirmed: !before.hasLogin };
    }
    if (before.desired === 'running') return this.#logOut(userId, accountId);
    await leases.want(userId, accountId, 'leaving');
    try {
      return await this.#logOut(userId, accountId);
    } finally {
      await leases.want(userId, accountId, 'stopped');
    }
  }

  async #logOut(userId: string, accountId: string): Promise<{ isConfirmed: boolean }> {
    const { leases, line } = this.#options;
    const endMs = performance.now() + START_MS_MAX;
    for (;;) {
      const { state } = await this.view(userId, accountId);
      if (state.status === 'ended' && state.reason === 'logged_out') {
        await leases.want(userId, accountId, 'stopped');
        return { isConfirmed: true };
      }
      // One that waits to be linked, or tries for long already, has nothing to wait for.
      if (state.status !== 'starting' && state.status !== 'disconnected') break;
      if (performance.now() > endMs) throw new ProblemError('unavailable');
      await pause(LOOK_AGAIN_MS);
    }
    return logOutAnswer.parse(await line.call(userId, accountId, { type: 'log_out' }));
  }

  /** Throws ProblemError as WorkerLine does. */
  call(userId: string, accountId: string, call: Exclude<SessionCall, { type: 'media' }>): Promise<unknown> {
    return this.#options.line.call(userId, accountId, call);
  }

  media(
    userId: string,
    accountId: string,
    call: Extract<SessionCall, { type: 'media' }>,
  ): Promise<MediaStream> {
    return this.#options.line.media(userId, accountId, call);
  }

  /** Returns the message's id; null: it was sent before, and its id is not known. */
  async send(
    userId: string,
    accountId: string,
    chatId: string,
    { key, text }: SendRequest,
  ): Promise<string | null> {
    const fingerprint = createHmac('sha256', this.#options.secret)
      .update(JSON.stringify([accountId, chatId, text]))
      .digest('base64url');
    const call = { type: 'send', chatId, key, text, fingerprint } as const;
    return sendAnswer.parse(await this.call(userId, accountId, call)).id;
  }

  async #reach(userId: string, accountId: string): Promise<Reached> {
    const reached = await this.#options.leases.reach(userId, accountId);
    if (!reached) throw new ProblemError('not_found');
    return reached;
  }

  async #look(reached: Reached, accountId: string): Promise<SessionView> {
    const { hasConsent } = reached;
    const answer = await this.#options.line.tryCall(reached, accountId, { type: 'view' }, VIEW_MS_MAX);
    const seen = answer?.ok ? viewAnswer.safeParse(answer.value).data : undefined;
    return seen ? { ...seen, hasConsent } : { state: lastKnown(reached), hasConsent, unread: null };
  }
}

/** Of one that nobody holds, or whose worker does not answer. */
function lastKnown({ desired, status }: Reached): SessionState {
  const known = parseSessionStatus(status);
  if (known?.status === 'ended' && known.reason !== null && desired === 'stopped')
    return { status: 'ended', reason: known.reason };
  return desired === 'running'
    ? { status: 'starting', attempt: 0, percent: null }
    : { status: 'disconnected' };
}
