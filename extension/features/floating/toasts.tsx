import { ActToast } from '../act-toast.tsx';
import { NotSaved } from '../not-saved.tsx';
import { usePageModel } from '../page-model.ts';

/** What the server refused, until it is answered, and the last thing done with its undo. */
export function Toasts() {
  const { acts } = usePageModel();
  return (
    <div className="toasts" role="status">
      <NotSaved className="toast problem" />
      <ActToast acts={acts} />
    </div>
  );
}
