import { useId, useState } from 'react';
import { i18n } from '#i18n';
import { useRows } from '../../replica/use-rows.ts';
import type { PanelScope } from '../panel-scope.ts';
import type { TemplateFields } from './check.ts';
import { CsvImport } from './csv-import.tsx';
import { change, createLast } from '../edits.ts';
import { inOrder } from '../organised.ts';
import type { Template } from './edits.ts';
import { searchTemplates } from './search.ts';
import { TemplateForm } from './template-form.tsx';
import { TemplateItem } from './template-item.tsx';
import { useTools } from './use-tools.ts';
import { quoted } from './words.ts';

/** Fewer are seen at a glance. */
const SEARCH_FROM_TEMPLATES = 8;

interface Props {
  readonly scope: Pick<PanelScope, 'organised' | 'acts'>;
}

/** An account's templates, to be made, ordered, found, copied, edited, imported and deleted. */
export function TemplatePanel({ scope: { organised, acts } }: Props) {
  const { account } = organised;
  const templates = inOrder<'template'>(useRows().template, account.id);
  // A snapshot: when another device deletes it meanwhile, what is typed here is still there.
  const [edited, setEdited] = useState<Template | 'new' | null>(null);
  const [query, setQuery] = useState('');
  const title = useId();
  const hasSearch = templates.length > SEARCH_FROM_TEMPLATES;
  const found = hasSearch ? searchTemplates(templates, query) : templates;
  const { list, end, use } = useTools(acts, templates, setEdited);

  const submit = (fields: TemplateFields) => {
    const row = edited !== 'new' && templates.find(({ id }) => id === edited?.id);
    if (row) void acts.do(change('template', row, fields), i18n.t('templates.edited', [quoted(fields.name)]));
    else {
      const create = createLast('template', templates, { accountId: account.id, ...fields });
      void acts.do([create], i18n.t('templates.created', [quoted(fields.name)]));
    }
    end(edited);
  };
  const form = edited && (
    <TemplateForm
      key={edited === 'new' ? 'new' : edited.id}
      {...(edited !== 'new' && { template: edited })}
      accountId={account.id}
      templates={templates}
      accountName={account.name}
      onSubmit={submit}
      onCancel={() => end(edited)}
    />
  );
  const isElsewhere = edited !== null && !found.some(({ id }) => edited !== 'new' && id === edited.id);

  return (
    <section className="templates" aria-labelledby={title} ref={list}>
      <h2 id={title}>{i18n.t('templates.title')}</h2>
      {templates.length === 0 && !edited && <p className="template-none">{i18n.t('templates.none')}</p>}
      {hasSearch && (
        <input
          type="search"
          className="template-search"
          dir="auto"
          aria-label={i18n.t('templates.search')}
          placeholder={i18n.t('templates.search')}
          value={query}
          onChange={({ target }) => setQuery(target.value)}
        />
      )}
      {found.length === 0 && templates.length > 0 && (
        <p className="template-none" role="status">
          <bdi>{i18n.t('templates.noMatch', [quoted(query)])}</bdi>
        </p>
      )}
      <ul className="template-list">
        {found.map((template) =>
          edited !== 'new' && template.id === edited?.id ? (
            <li key={template.id}>{form}</li>
          ) : (
            <TemplateItem
              key={template.id}
              template={template}
              isOff={{
                up: found !== templates || template === templates[0],
                down: found !== templates || template === templates.at(-1),
              }}
              onTool={(tool) => use(tool, template)}
            />
          ),
        )}
      </ul>
      {isElsewhere && form}
      {!edited && (
        <div className="template-ways">
          <button type="button" className="way" data-way="new" onClick={() => setEdited('new')}>
            {i18n.t('templates.new')}
          </button>
          <CsvImport accountId={account.id} templates={templates} acts={acts} />
        </div>
      )}
    </section>
  );
}
