import { useEffect, useState } from 'react';
import type { InboxChat } from '../../../shared/whatsapp/inbox.ts';
import { useReplica } from '../../replica/use-rows.ts';
import { AliasLearner } from '../learn-aliases.ts';
import type { PanelScope } from '../panel-scope.ts';

/** Chats that were organised under their other id are found under both. */
export function useAliases({ organised, userId }: PanelScope, chats: readonly InboxChat[]): void {
  const replica = useReplica();
  const [learner] = useState(() => new AliasLearner(replica));
  // What was learned is a change of what is organised, and leads to the rest.
  useEffect(() => {
    if (userId !== '') learner.learn(organised, userId, chats);
  }, [learner, organised, userId, chats]);
}
