import { i18n } from '#i18n';
import { change, createLast, prioritise } from '../edits.ts';
import { NameForm, type NameAndColor } from '../name-form.tsx';
import type { Priority } from '../organised.ts';
import type { Organising } from '../organising.ts';
import { priorityEditor } from '../overlay-kinds.ts';
import { PopoverFrame } from '../overlay-frames.tsx';
import { overlayPart, type OverlayFrame } from '../overlays.ts';
import { priorityWords } from '../things.ts';

/** Makes a priority, or renames and recolours one; one that is made from a chat's menu is given to that chat. */
function PriorityEditor({
  page,
  anchor,
  container,
  close,
  priority,
  chatIds,
}: OverlayFrame<Organising> & { priority: Priority | null; chatIds: readonly string[] }) {
  const submit = (fields: NameAndColor) => {
    const organised = page.organised.get();
    close();
    if (!organised) return;
    if (priority) {
      void page.acts.do(change('priority', priority, fields), i18n.t('priorities.edited', [fields.name]));
      return;
    }
    const { accountId, priorities } = organised;
    const create = createLast('priority', priorities, { accountId, ...fields });
    const give = prioritise(organised, page.userId, chatIds, create.id);
    void page.acts.do([create, ...give], i18n.t('priorities.created', [fields.name]));
  };
  return (
    <PopoverFrame
      anchor={anchor}
      container={container}
      close={close}
      label={i18n.t(priority ? 'priorities.edit' : 'priorities.new')}
    >
      <NameForm
        words={priorityWords()}
        {...(priority && { row: priority })}
        siblings={page.organised.get()?.priorities ?? []}
        onSubmit={submit}
        onCancel={close}
      />
    </PopoverFrame>
  );
}

export const priorityOverlays = [overlayPart(priorityEditor, PriorityEditor)];
