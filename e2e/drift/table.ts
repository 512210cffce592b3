import type { Reporter, TestCase } from '@playwright/test/reporter';

/** What one version of the page came to; a test leaves it as an annotation of this type. */
export const DRIFT_RESULT = 'drift result';
export interface DriftResult {
  readonly version: string;
  readonly lost: readonly string[];
  /** From the list drawn, or from the use that shows it, to all of it reported. */
  readonly tookMs: number;
  readonly pageErrors: number;
}

/** Prints one table of all versions at the end of the run. */
export default class DriftTable implements Reporter {
  readonly #results: (DriftResult & { readonly hasPassed: boolean })[] = [];

  onTestEnd(test: TestCase): void {
    const { description } = test.annotations.find(({ type }) => type === DRIFT_RESULT) ?? {};
    if (description === undefined) return;
    const result = JSON.parse(description) as DriftResult; // Written by our own test.
    this.#results.push({ ...result, hasPassed: test.ok() });
  }

  onEnd(): void {
    if (this.#results.length === 0) return;
    const rows = this.#results.map(({ version, lost, tookMs, pageErrors, hasPassed }) => [
      version,
      lost.join(', ') || 'nothing',
      String(Math.max(0, tookMs)),
      String(pageErrors),
      hasPassed ? '' : 'FAILED',
    ]);
    const head = ['version of WhatsApp Web', 'capabilities lost', 'after ms', 'page errors', ''];
    const widths = head.map((_, column) =>
      Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)),
    );
    const line = (row: readonly string[]) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd();
    console.log(`\n${[head, widths.map((width) => '─'.repeat(width)), ...rows].map(line).join('\n')}\n`);
  }

  printsToStdio(): boolean {
    return false;
  }
}
