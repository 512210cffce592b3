import { useEffect, useState, type ReactNode } from 'react';
import { takeMutex } from '../login/mutex.ts';
import { Socket } from '../modules/instances.ts';
import { screen } from '../screen.ts';
import { socketActions } from '../modules/connection-models.ts';
import { stopSync } from '../sync.ts';
import { App } from './app.tsx';
import { LoginPage } from './login-page.tsx';
import { useEvents } from './use-model.ts';

/** The chats once they have synced, and before that the way to link this browser. */
export function Root(): ReactNode {
  const [hasSynced, setHasSynced] = useState(Socket.hasSynced === true);
  useEvents(Socket, 'change:state');
  useEvents(screen, 'change');
  useEffect(() => {
    const synced = () => setHasSynced(true);
    Socket.once('change:hasSynced', synced);
    return () => void Socket.off('change:hasSynced', synced);
  }, []);
  if (screen.current.isElsewhere) return <Elsewhere />;
  if (hasSynced) return <App />;
  return Socket.state.startsWith('UNPAIRED') ? <LoginPage /> : <Loading />;
}

function Loading(): ReactNode {
  return (
    <div className="login">
      <progress dir="ltr" max={100} />
      <p>Loading your chats</p>
    </div>
  );
}

function Elsewhere(): ReactNode {
  function comeHere(): void {
    screen.set({ isElsewhere: false });
    takeMutex(() => {
      stopSync();
      screen.set({ isElsewhere: true });
    });
    socketActions.reconnect();
  }
  return (
    <div className="login" role="dialog">
      <h1>WhatsApp is open in another window</h1>
      <button type="button" className="login-button" onClick={comeHere}>
        Use here
      </button>
    </div>
  );
}
