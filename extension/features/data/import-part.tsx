import { useRef } from 'react';
import { i18n } from '#i18n';
import { DryRun } from './dry-run.tsx';
import { useImport } from './use-import.ts';
import { numberWord } from '../../ui/language.ts';

/** Takes a file that was exported, after saying what it would do, and takes it back. */
export function ImportPart({ userId }: { userId: string }) {
  const { phase, refused, canUndo, cancel, choose, begin, undo } = useImport(userId);
  const input = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const isBusy = phase.step === 'reading' || phase.step === 'working';
  /** What was pressed goes away. */
  const keepFocus = () => button.current?.focus();
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".json,.csv,application/json,text/csv"
        aria-label={i18n.t('data.file')}
        hidden
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file) void choose(file);
          target.value = ''; // The same file can be chosen again.
        }}
      />
      <button
        ref={button}
        type="button"
        className="wide outlined"
        aria-disabled={isBusy}
        onClick={() => {
          if (!isBusy) input.current?.click();
        }}
      >
        {i18n.t('data.chooseFile')}
      </button>
      {phase.step === 'planned' && (
        <DryRun
          dryRun={phase.dryRun}
          onImport={() => {
            keepFocus();
            void begin(phase.dryRun);
          }}
          onCancel={() => {
            keepFocus();
            cancel();
          }}
        />
      )}
      <div role="status" className="import-status">
        {phase.step === 'reading' && <p>{i18n.t('popup.working')}</p>}
        {phase.step === 'working' && (
          <>
            <p id="import-progress">
              {i18n.t('data.progress', [numberWord(phase.taken), numberWord(phase.total)])}
            </p>
            <progress aria-labelledby="import-progress" value={phase.taken} max={phase.total} />
          </>
        )}
        {phase.step === 'idle' && phase.said !== undefined && (
          <p data-problem={phase.isProblem}>{phase.said}</p>
        )}
        {canUndo && refused.length > 0 && (
          <p data-problem="true">
            {i18n.t('data.serverRefused', refused.length, [numberWord(refused.length), refused[0] ?? ''])}
          </p>
        )}
      </div>
      {canUndo && (
        <button
          type="button"
          className="wide outlined"
          onClick={() => {
            keepFocus();
            void undo();
          }}
        >
          {i18n.t('data.undo')}
        </button>
      )}
    </>
  );
}
