import { i18n } from '#i18n';
import { parseContent, problemsOf } from './content.ts';
import type { Template } from './edits.ts';
import { fill, questionsOf, type Answers } from './fill.ts';
import { Message } from './message.tsx';
import type { Values } from './values.ts';
import { problemSentence, questionWord } from './words.ts';

const none: Answers = {};

interface Props {
  readonly template: Template;
  readonly values: Values;
  readonly answers?: Answers;
  readonly onEdit?: () => void;
}

/** What would be inserted in this chat, or why it can't be. */
export function PickerPreview({ template: { content }, values, answers = none, onEdit }: Props) {
  const parts = parseContent(content);
  const [problem] = problemsOf(parts);
  const labels = new Map(questionsOf(parts, values).map((each) => [each.key, questionWord(each)]));
  return (
    <div className="picker-preview" role="region" aria-label={i18n.t('templates.picker.preview')}>
      <div className="wallpaper">
        <Message pieces={fill(parts, values, answers)} labels={labels} />
      </div>
      {problem && (
        <p className="picker-problem" role="alert">
          <bdi>{i18n.t('templates.picker.broken', [problemSentence(problem, content)])}</bdi>
        </p>
      )}
      {onEdit && (
        <button type="button" className="quiet" onClick={onEdit}>
          {i18n.t('templates.picker.edit')}
        </button>
      )}
    </div>
  );
}
