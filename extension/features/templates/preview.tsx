import { useId, useState } from 'react';
import { i18n } from '#i18n';
import { parseContent } from './content.ts';
import { fill, questionsOf } from './fill.ts';
import { Message } from './message.tsx';
import type { TemplateChat } from './values.ts';
import { questionWord, valuesNow } from './words.ts';

const samples: Readonly<Record<string, () => TemplateChat>> = {
  person: () => ({ id: '15550100123@c.us', alias: null, title: i18n.t('templates.samples.person') }),
  number: () => ({ id: '15550100123@c.us', alias: null, title: '+1 555 010 0123' }),
  group: () => ({ id: '120363000000000001@g.us', alias: null, title: i18n.t('templates.samples.groupName') }),
};

/** The message as it would stand in a chat that there might be. */
export function Preview({ content, accountName }: { content: string; accountName: string }) {
  const [sample, setSample] = useState('person');
  const title = useId();
  const chat = (samples[sample] ?? samples['person'])?.();
  if (!chat) return null;
  const values = valuesNow(chat, accountName);
  const parts = parseContent(content);
  const labels = new Map(questionsOf(parts, values).map((each) => [each.key, questionWord(each)]));
  return (
    <section className="preview" aria-labelledby={title}>
      <div className="preview-head">
        <span id={title}>{i18n.t('templates.form.preview')}</span>
        <select
          aria-label={i18n.t('templates.form.previewFor')}
          value={sample}
          onChange={({ target }) => setSample(target.value)}
        >
          <option value="person">{i18n.t('templates.samples.personLabel')}</option>
          <option value="number">{i18n.t('templates.samples.number')}</option>
          <option value="group">{i18n.t('templates.samples.group')}</option>
        </select>
      </div>
      <div className="wallpaper">
        <Message pieces={fill(parts, values, {})} labels={labels} />
      </div>
    </section>
  );
}
