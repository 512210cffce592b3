import { createRoot } from 'react-dom/client';
import '../../features/accounts/popup.css';
import { Popup } from '../../features/accounts/popup.tsx';
import { connectReplica } from '../../replica/client.ts';
import { ReplicaProvider } from '../../replica/use-rows.ts';
import { dress } from '../../ui/language.ts';

dress(document.documentElement);
const root = document.querySelector('#root');
if (root) {
  createRoot(root).render(
    <ReplicaProvider value={connectReplica(new AbortController().signal)}>
      <Popup />
    </ReplicaProvider>,
  );
}
