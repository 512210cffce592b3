import { useEffect, useMemo, useRef, useState } from 'react';
import { i18n } from '#i18n';
import type { Rows } from '../../../shared/sync/apply.ts';
import type { Operation } from '../../../shared/sync/protocol.ts';
import { undoOf } from '../../../shared/sync/undo.ts';
import { useNotices, useReplica } from '../../replica/use-rows.ts';
import { handOver, type HandedOver } from './hand-over.ts';
import { planImport, type ImportPlan } from './import-plan.ts';
import { inSteps } from './in-steps.ts';
import type { IncomingRows } from './incoming.ts';
import { readFile } from './read-file.ts';
import { failureSentence, refusalSentence } from '../refusal.ts';
import { fileProblemSentence } from './words.ts';
import { numberWord } from '../../ui/language.ts';

export interface DryRun {
  readonly fileName: string;
  readonly file: IncomingRows;
  readonly plan: ImportPlan;
  /** What it was planned on. */
  readonly rows: Rows;
}

export type Phase =
  | { readonly step: 'idle'; readonly said?: string; readonly isProblem?: boolean }
  | { readonly step: 'reading' }
  | { readonly step: 'planned'; readonly dryRun: DryRun }
  | { readonly step: 'working'; readonly taken: number; readonly total: number };

/** The act that can be taken back. */
interface Imported {
  readonly rowsBefore: Rows;
  readonly operations: readonly Operation[];
}

/** Import of one file at a time, for one user: a dry run, the import itself, and the way back. */
export function useImport(userId: string) {
  const replica = useReplica();
  const [phase, setPhase] = useState<Phase>({ step: 'idle' });
  const [imported, setImported] = useState<Imported>();
  const signal = useSignal();
  const refused = useRefused(imported?.operations);

  const planOf = async (file: IncomingRows, rows: Rows) => inSteps(planImport(file, rows, userId), signal());
  const work = async (operations: readonly Operation[]): Promise<HandedOver> => {
    const total = operations.length;
    const isStillSignedIn = () => replica.state.get().user?.id === userId;
    return handOver(
      operations,
      async (chunk) => {
        if (!isStillSignedIn()) return { ok: false, message: i18n.t('data.otherUser') };
        const result = await replica.mutate(chunk);
        return result.ok ? result : { ok: false, message: failureSentence(result) };
      },
      (taken) => setPhase({ step: 'working', taken, total }),
      signal(),
    );
  };
  const finish = (done: string, { taken, refusal }: HandedOver, total: number) =>
    setPhase(
      refusal === undefined
        ? { step: 'idle', said: done }
        : {
            step: 'idle',
            said: i18n.t('data.stopped', [numberWord(taken), numberWord(total), refusal]),
            isProblem: true,
          },
    );

  return {
    phase,
    refused,
    canUndo: imported !== undefined && (phase.step === 'idle' || phase.step === 'planned'),
    cancel: () => setPhase({ step: 'idle' }),
    choose: async (file: File) => {
      setPhase({ step: 'reading' });
      const reading = await readFile(file);
      if (!reading.ok) {
        setPhase({ step: 'idle', said: fileProblemSentence(reading.code), isProblem: true });
        return;
      }
      const rows = replica.rows.get();
      const plan = await planOf(reading.value, rows);
      if (!plan) return;
      setPhase({ step: 'planned', dryRun: { fileName: file.name, file: reading.value, plan, rows } });
    },
    begin: async ({ file, plan: planned, rows }: DryRun) => {
      setPhase({ step: 'working', taken: 0, total: planned.operations.length });
      // Another device may have changed something since.
      const rowsBefore = replica.rows.get();
      const plan = rowsBefore === rows ? planned : await planOf(file, rowsBefore);
      if (!plan) return;
      const { operations } = plan;
      const result = await work(operations);
      setImported(
        result.taken > 0 ? { rowsBefore, operations: operations.slice(0, result.taken) } : undefined,
      );
      const tallies = [...plan.tallies.values()];
      const sum = (count: 'added' | 'changed') =>
        numberWord(tallies.reduce((total, tally) => total + tally[count], 0));
      finish(i18n.t('data.imported', [sum('added'), sum('changed')]), result, operations.length);
    },
    undo: async () => {
      if (!imported) return;
      const operations = undoOf(imported.rowsBefore, imported.operations);
      const result = await work(operations);
      if (result.refusal === undefined) setImported(undefined);
      finish(i18n.t('data.undone'), result, operations.length);
    },
  };
}

/** Why the server did not take operations that were handed over, for each that it refused. */
function useRefused(operations: readonly Operation[] | undefined): string[] {
  const { notices } = useNotices();
  const keys = useMemo(() => new Set(operations?.map(keyOf)), [operations]);
  return notices.flatMap((notice) =>
    notice.operation && keys.has(keyOf(notice.operation)) ? [refusalSentence(notice)] : [],
  );
}

const keyOf = ({ entity, id }: Operation) => `${entity}/${id}`;

/** Ends with the section. */
function useSignal(): () => AbortSignal {
  const controller = useRef(new AbortController());
  useEffect(() => {
    if (controller.current.signal.aborted) controller.current = new AbortController();
    const { current } = controller;
    return () => current.abort();
  }, []);
  return () => controller.current.signal;
}
