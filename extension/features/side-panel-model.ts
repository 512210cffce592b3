import { derived, type Readable } from '../ui/store.ts';
import type { ReplicaClient } from '../replica/use-rows.ts';
import { Acts } from './acts.ts';
import { createOrganised, type Organised } from './organised.ts';
import type { Organising } from './organising.ts';
import { Overlays } from './overlays.ts';
import { nameOf } from './panel-scope.ts';

/** What the parts of the side panel share that are about one account. */
export class SidePanelModel implements Organising {
  readonly acts: Acts;
  readonly organised: Readable<Organised | null>;
  readonly overlays = new Overlays();
  readonly #replica: ReplicaClient;

  constructor(replica: ReplicaClient, accountId: string) {
    this.#replica = replica;
    this.acts = new Acts(replica);
    const organisedOf = createOrganised();
    this.organised = derived([replica.rows], () => {
      const rows = replica.rows.get();
      const account = rows.account.get(accountId);
      return account ? organisedOf(rows, account) : null;
    });
  }

  get userId(): string {
    return this.#replica.state.get().user?.id ?? '';
  }

  chatTitle(chatId: string): string {
    const organised = this.organised.get();
    if (!organised) return chatId;
    const { phoneNumber } = organised.account;
    const seen = this.#replica.state.get().seen.find((each) => each.phoneNumber === phoneNumber);
    return nameOf({ organised, chats: new Map(seen?.chats.map((chat) => [chat.id, chat])) }, chatId);
  }
}
