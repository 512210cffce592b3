import { useEffect, useRef, useState, type FormEvent } from 'react';
import { i18n } from '#i18n';
import { TAG_LENGTH_MAX } from '../../../shared/entities/chat-tag.ts';
import { colorOf } from '../../ui/colors.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { removeTag, renameTag, tagChats } from '../edits.ts';
import { cancelsAtEscape, cleanName } from '../name-form.tsx';
import { knownTag } from '../organised.ts';
import { PanelChats } from '../panel-chats.tsx';
import type { PanelScope } from '../panel-scope.ts';

/** The tags of one account: renamed, made one with another, or taken off everywhere. */
export function TagPanel({ scope }: { scope: PanelScope }) {
  const [editing, setEditing] = useState<string | null>(null);
  const { tags } = scope.organised;
  return (
    <section aria-labelledby="tags-title">
      <h2 id="tags-title">{i18n.t('tags.title')}</h2>
      <p className="quiet-line">{i18n.t(tags.size === 0 ? 'tags.empty' : 'tags.hint')}</p>
      <ul className="panel-items">
        {[...tags].map(([tag, chatIds]) =>
          tag === editing ? (
            <li key={tag}>
              <TagForm scope={scope} tag={tag} onEnd={() => setEditing(null)} />
            </li>
          ) : (
            <TagItem key={tag} scope={scope} tag={tag} chatIds={chatIds} onEdit={() => setEditing(tag)} />
          ),
        )}
      </ul>
    </section>
  );
}

interface TagItemProps {
  readonly scope: PanelScope;
  readonly tag: string;
  readonly chatIds: readonly string[];
  readonly onEdit: () => void;
}

function TagItem({ scope, tag, chatIds, onEdit }: TagItemProps) {
  const [isOpen, setOpen] = useState(false);
  const { organised, userId, acts, showTag } = scope;
  return (
    <li className="panel-item">
      <div className="panel-line">
        <button type="button" className="panel-name" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          <span className="dot is-tag" style={{ background: colorOf(tag) }} aria-hidden="true" />
          <bdi>{tag}</bdi>
          <small>{i18n.t('chats.count', chatIds.length)}</small>
        </button>
        {showTag && (
          <IconButton label={i18n.t('tags.show', [tag])} icon="filter" onClick={() => showTag(tag)} />
        )}
        <IconButton label={i18n.t('tags.rename', [tag])} icon="edit" onClick={onEdit} />
        <IconButton
          label={i18n.t('tags.remove', [tag])}
          icon="remove"
          onClick={() => void acts.do(removeTag(organised, userId, tag), i18n.t('tags.removed', [tag]))}
        />
      </div>
      {isOpen && (
        <PanelChats
          scope={scope}
          chatIds={chatIds}
          name={tag}
          empty={i18n.t('chats.count', 0)}
          onTakeOut={(chatId, title) =>
            void acts.do(
              tagChats(organised, userId, [chatId], null),
              i18n.t('chats.untagged', [i18n.t('chats.one', [title])]),
            )
          }
        />
      )}
    </li>
  );
}

function TagForm({ scope, tag, onEnd }: { scope: PanelScope; tag: string; onEnd: () => void }) {
  const { organised, userId, acts } = scope;
  const [name, setName] = useState(tag);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.select(), []);
  const typed = cleanName(name).slice(0, TAG_LENGTH_MAX);
  const known = knownTag(organised.tags, typed);
  // Another way to write the tag itself is not another tag.
  const cleaned = known === tag ? typed : known;
  const isMerge = cleaned !== tag && organised.tags.has(cleaned);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!cleaned) {
      input.current?.focus();
      return;
    }
    onEnd();
    void acts.do(
      renameTag(organised, userId, tag, cleaned),
      i18n.t(isMerge ? 'tags.merged' : 'tags.renamed', [tag, cleaned]),
    );
    scope.onTagRenamed(tag, cleaned);
  };
  return (
    <form className="name-form" onSubmit={submit} onKeyDown={cancelsAtEscape(onEnd)} noValidate>
      <label className="field">
        <span>{i18n.t('tags.name')}</span>
        <input
          ref={input}
          dir="auto"
          value={name}
          maxLength={TAG_LENGTH_MAX}
          aria-invalid={!cleaned}
          onChange={({ target }) => setName(target.value)}
        />
      </label>
      {(isMerge || !cleaned) && (
        <p className={cleaned ? 'name-hint' : 'problem'} role="status">
          {cleaned ? i18n.t('tags.merges', [cleaned]) : i18n.t('tags.nameMissing')}
        </p>
      )}
      <div className="actions">
        <button type="button" className="quiet" onClick={onEnd}>
          {i18n.t('form.cancel')}
        </button>
        <button type="submit" className="primary">
          {i18n.t('form.save')}
        </button>
      </div>
    </form>
  );
}
