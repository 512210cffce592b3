import { defineFields, Model } from '../core/model.ts';
import type { Wid } from '../core/wid.ts';

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

export class StreamModel extends Model {
  markAvailable(): void {}
  markUnavailable(): void {}
}
defineFields(StreamModel, { props: {}, session: { mode: 'SYNCING', info: 'OPENING', available: true } });

export class ConnModel extends Model {
  declare wid: Wid | undefined;
  declare ref: string | undefined;
  declare pushname: string;
}
defineFields(ConnModel, {
  props: {
    id: undefined,
    ref: undefined,
    refTTL: undefined,
    refId: undefined,
    wid: undefined,
    connected: false,
    protoVersion: undefined,
    clientToken: undefined,
    serverToken: undefined,
    secret: undefined,
    isResponse: undefined,
    locales: undefined,
    is24h: true,
    platform: undefined,
    phone: undefined,
    tos: undefined,
    smbTos: undefined,
    pushname: '',
  },
  session: { blockStoreAdds: false, meReadyTriggered: false },
  derived: {
    platformField: (conn: { get(name: string): unknown }) => conn.get('platform'),
    isSMB: (conn: { get(name: string): unknown }) => String(conn.get('platform')).startsWith('smb'),
  },
});
