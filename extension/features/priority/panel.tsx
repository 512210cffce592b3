import { useState } from 'react';
import { i18n } from '#i18n';
import { colorValue } from '../../ui/colors.ts';
import { Icon } from '../../ui/icon.tsx';
import { createLast, erase, prioritise } from '../edits.ts';
import { NameForm } from '../name-form.tsx';
import { PanelChats } from '../panel-chats.tsx';
import { PanelItem } from '../panel-item.tsx';
import type { PanelScope } from '../panel-scope.ts';
import { priorityWords } from '../things.ts';

/** The priorities of one account, the most urgent first. */
export function PriorityPanel({ scope }: { scope: PanelScope }) {
  const [isAdding, setAdding] = useState(false);
  const { organised, acts } = scope;
  const { priorities, accountId, priorityByChat, canonical } = organised;
  const chatIdsByPriority = Map.groupBy(
    new Set([...priorityByChat.keys()].map(canonical)),
    (chatId) => priorityByChat.get(chatId)?.id,
  );
  return (
    <section aria-labelledby="priorities-title">
      <h2 id="priorities-title">{i18n.t('priorities.title')}</h2>
      <p className="quiet-line">{i18n.t(priorities.length === 0 ? 'priorities.empty' : 'priorities.hint')}</p>
      <ul className="panel-items">
        {priorities.map((priority) => (
          <PanelItem
            key={priority.id}
            scope={scope}
            entity="priority"
            row={priority}
            siblings={priorities}
            words={priorityWords()}
            labels={{
              edit: i18n.t('priorities.rename', [priority.name]),
              remove: i18n.t('priorities.remove', [priority.name]),
            }}
            mark={
              <span className="flag" style={{ color: colorValue(priority.color) }}>
                <Icon name="flag" />
              </span>
            }
            note={i18n.t('chats.count', chatIdsByPriority.get(priority.id)?.length ?? 0)}
            edited={({ name }) => i18n.t('priorities.edited', [name])}
            onRemove={() =>
              void acts.do([erase('priority', priority)], i18n.t('priorities.removed', [priority.name]))
            }
          >
            <PanelChats
              scope={scope}
              chatIds={chatIdsByPriority.get(priority.id) ?? []}
              name={priority.name}
              empty={i18n.t('chats.count', 0)}
              onTakeOut={(chatId, title) =>
                void acts.do(
                  prioritise(organised, scope.userId, [chatId], null),
                  i18n.t('chats.unprioritised', [i18n.t('chats.one', [title])]),
                )
              }
            />
          </PanelItem>
        ))}
      </ul>
      {isAdding ? (
        <NameForm
          words={priorityWords()}
          siblings={priorities}
          onCancel={() => setAdding(false)}
          onSubmit={(fields) => {
            setAdding(false);
            const create = createLast('priority', priorities, { accountId, ...fields });
            void acts.do([create], i18n.t('priorities.created', [fields.name]));
          }}
        />
      ) : (
        <button type="button" className="wide outlined" onClick={() => setAdding(true)}>
          {i18n.t('priorities.new')}
        </button>
      )}
    </section>
  );
}
