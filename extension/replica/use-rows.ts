import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Rows } from '../../shared/sync/apply.ts';
import type { Readable } from '../ui/store.ts';
import type { ReplicaClient } from './client.ts';
import { sendMessage, type ScreenState } from './messaging.ts';

export type { ReplicaClient } from './client.ts';
export { sendMessage } from './messaging.ts';
export type { PageReport, ScreenState } from './messaging.ts';
export type { InboxPlace, InboxRequests, KnownSession } from './inbox-messages.ts';
export type { News } from './live.ts';
export type { Result } from './messaging.ts';
export type { Seen, SeenChat } from './seen.ts';

const ReplicaContext = createContext<ReplicaClient | null>(null);
export const ReplicaProvider = ReplicaContext.Provider;

export function useStore<Value>(store: Readable<Value>): Value {
  return useSyncExternalStore(store.subscribe, store.get);
}

/** Throws outside a ReplicaProvider. */
export function useReplica(): ReplicaClient {
  const client = useContext(ReplicaContext);
  if (!client) throw new Error('no ReplicaProvider above');
  return client;
}

export function useRows(): Rows {
  return useStore(useReplica().rows);
}

export function useScreenState(): ScreenState {
  return useStore(useReplica().state);
}

/** Is told of who signs in and out alone, of all that changes in the state. */
export function useIsSignedIn(): boolean {
  const { state } = useReplica();
  return useSyncExternalStore(state.subscribe, () => Boolean(state.get().user));
}

/** What the server refused, and the answers to it: let it go, or make it once more. */
export function useNotices() {
  const { notices } = useScreenState();
  const idsOf = (refused: typeof notices) => refused.map(({ mutationId }) => mutationId);
  return {
    notices,
    dismiss: (refused: typeof notices) => void sendMessage('dismissNotices', idsOf(refused)),
    retry: (refused: typeof notices) => void sendMessage('retryNotices', idsOf(refused)),
  };
}
