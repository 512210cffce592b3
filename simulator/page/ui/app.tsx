import { useState, type ReactNode } from 'react';
import { activeChat, ChatCollection } from '../modules/instances.ts';
import type { Msg } from '../modules/models.ts';
import { ForwardDialog } from './forward-dialog.tsx';
import { MainPanel } from './main-panel.tsx';
import { Rail } from './rail.tsx';
import { SidePanel } from './side-panel.tsx';
import { useEvents } from './use-model.ts';

export function App(): ReactNode {
  const [forwarded, setForwarded] = useState<Msg>();
  useEvents(ChatCollection, 'change:active');
  const chat = activeChat();
  return (
    <div className="app-wrapper-web os-win">
      <div className="two">
        <Rail />
        <SidePanel />
        <MainPanel key={chat?.id.toString() ?? ''} chat={chat} onForward={setForwarded} />
      </div>
      {forwarded && <ForwardDialog msg={forwarded} onClose={() => setForwarded(undefined)} />}
    </div>
  );
}
