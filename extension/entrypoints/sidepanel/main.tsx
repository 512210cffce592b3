import { createRoot } from 'react-dom/client';
import '../../features/accounts/popup.css';
import '../../features/folders/panel.css';
import '../../features/data/data.css';
import { SidePanel } from '../../features/accounts/side-panel.tsx';
import { YourData } from '../../features/data/section.tsx';
import { FolderPanel } from '../../features/folders/panel.tsx';
import { connectReplica } from '../../replica/client.ts';
import { ReplicaProvider } from '../../replica/use-rows.ts';

const root = document.querySelector('#root');
if (root) {
  createRoot(root).render(
    <ReplicaProvider value={connectReplica(new AbortController().signal)}>
      <SidePanel below={<YourData />}>{(account) => <FolderPanel account={account} />}</SidePanel>
    </ReplicaProvider>,
  );
}
