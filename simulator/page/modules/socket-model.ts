import { defineFields, Model } from '../core/model.ts';

/** What the socket's methods do; the page's connection fills it in, as models know no connection. */
export const socketActions = {
  logout: (): void => undefined,
  reconnect: (): void => undefined,
};

export class SocketModel extends Model {
  declare state: string;
  declare stream: string;
  declare hasSynced: boolean | undefined;

  openStream(): void {}
  reconnect(): void {
    socketActions.reconnect();
  }
  /** Returns at once and says nothing of how it went (bundle 2026-04). */
  logout(): void {
    socketActions.logout();
  }
  takeover(): void {
    if (this.state !== 'CONFLICT') throw new Error('Takeover called without conflict!');
    socketActions.reconnect();
  }
}
defineFields(SocketModel, {
  props: {},
  session: {
    socket: undefined,
    launchGeneration: 0,
    backoffGeneration: 0,
    hasSynced: undefined,
    state: 'UNLAUNCHED',
    stream: 'DISCONNECTED',
    isIncognito: false,
    retryTimestamp: undefined,
  },
});
