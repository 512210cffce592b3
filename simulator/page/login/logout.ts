import { connection } from '../connection.ts';
import { BackendEvent, BackendEventBus, Cmd, Socket } from '../modules/instances.ts';
import { session } from './session.ts';

/** The network's part of a logout is given up after this time, and the login is cleared all the same. */
const NETWORK_MAX_MS = 3000;

/** The user's own logout: the server hears of it when there is time, the page forgets in any case. */
export async function logOut(): Promise<void> {
  Cmd.trigger('starting_logout_from_bridge');
  const tooLate = new Promise((resolve) => setTimeout(resolve, NETWORK_MAX_MS));
  await Promise.race([tooLate, tellServer()]);
  connection.stop();
  await forget();
}

async function tellServer(): Promise<void> {
  await connection.ask({ type: 'sentinel' });
  await connection.ask({ type: 'logout' });
}

/** The phone removed this device. */
export async function wasRemoved(): Promise<void> {
  Cmd.trigger('starting_logout_from_bridge');
  connection.stop();
  await forget();
}

/** In the client's order: the reload is asked for before the logout is told. */
async function forget(): Promise<void> {
  Socket.unset('hasSynced');
  await session.credentials().clear();
  location.reload();
  Cmd.trigger('logout_from_bridge');
  BackendEventBus.trigger(BackendEvent.LOGOUT);
}
