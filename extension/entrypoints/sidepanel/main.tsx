import { createRoot } from 'react-dom/client';
import '../../features/accounts/popup.css';
import '../../features/bar.css';
import '../../features/menus.css';
import '../../features/panel.css';
import '../../features/templates/panel.css';
import '../../features/templates/picker.css';
import '../../features/inbox/link.css';
import '../../features/inbox/inbox.css';
import '../../features/inbox/chat.css';
import '../../features/side-panel.css';
import '../../features/data/data.css';
import { SidePanel } from '../../features/accounts/side-panel.tsx';
import { YourData } from '../../features/data/section.tsx';
import { Organise } from '../../features/side-panel-organise.tsx';
import { connectReplica } from '../../replica/client.ts';
import { ReplicaProvider } from '../../replica/use-rows.ts';
import { dress } from '../../ui/language.ts';

dress(document.documentElement);
const root = document.querySelector('#root');
if (root) {
  createRoot(root).render(
    <ReplicaProvider value={connectReplica(new AbortController().signal)}>
      <SidePanel below={<YourData />}>
        {(account, isNew) => <Organise key={account.id} account={account} isNew={isNew} />}
      </SidePanel>
    </ReplicaProvider>,
  );
}
