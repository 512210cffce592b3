import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import path from 'node:path';
import { parseArgs, stripVTControlCharacters } from 'node:util';
import { findFirefox } from './support/browser.ts';

// Every check in one run; the last line is `N passed, N failed`. `--fast` leaves out what needs a database or a browser.

const { values: flags } = parseArgs({
  options: { fast: { type: 'boolean', default: false }, full: { type: 'boolean', default: false } },
});
const root = path.resolve(import.meta.dirname, '..');
const reports = path.join(root, '.data', 'reports');
const bin = (name: string) => path.join(root, 'node_modules', '.bin', name);

interface Outcome {
  readonly passed: number;
  readonly failed: number;
  /** Of each test that failed, also of one whose second try passed: its name and why. */
  readonly complaints?: readonly string[];
}
interface Step {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  /** Where the step says how its tests went; a step without a report counts as one test. */
  readonly report?: string;
  readonly count?: () => Outcome;
  /** It takes only the time that others leave. */
  readonly isPatient?: boolean;
}
/** Steps one after the other. */
type Row = readonly Step[];

// What is read of the two reports; the tool that wrote them ran just now.
interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  /** Left out because they do not apply to this system or user. */
  readonly numPendingTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}
interface PlaywrightSuite {
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs: readonly {
    readonly title: string;
    readonly file: string;
    readonly line: number;
    readonly tests: readonly { readonly results: readonly { readonly errors: readonly Message[] }[] }[];
  }[];
}
interface Message {
  readonly message?: string;
}
interface PlaywrightReport {
  readonly stats: Readonly<Record<'expected' | 'unexpected' | 'flaky' | 'skipped', number>>;
  readonly suites: readonly PlaywrightSuite[];
  readonly errors: readonly Message[];
}

function complaint(name: string, messages: readonly string[]): readonly string[] {
  const why = stripVTControlCharacters(messages.join('\n')).split('\n').slice(0, 12).join('\n    ');
  return messages.length > 0 ? [`${name}\n    ${why}`] : [];
}

function complaintsOfVitest({ testResults }: VitestReport): readonly string[] {
  return testResults.flatMap(({ name, message, assertionResults }) => [
    ...complaint(path.relative(root, name), message ? [message] : []),
    ...assertionResults.flatMap((test) => complaint(test.fullName, test.failureMessages)),
  ]);
}

function complaintsOfPlaywright({ suites = [], specs }: PlaywrightSuite): readonly string[] {
  return [
    ...specs.flatMap(({ file, line, title, tests }) =>
      complaint(
        `${file}:${line} ${title}`,
        tests.flatMap(({ results }) =>
          results.flatMap(({ errors }) => errors.map(({ message }) => message ?? 'no message')),
        ),
      ),
    ),
    ...suites.flatMap(complaintsOfPlaywright),
  ];
}

function vitest(name: string, projects: readonly string[]): Step {
  const report = path.join(reports, `vitest-${projects.join('-')}.json`);
  return {
    name,
    command: [
      bin('vitest'),
      'run',
      ...projects.map((project) => `--project=${project}`),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    report,
    count: () => {
      const counted = readJson(report) as VitestReport;
      if (counted.numPendingTests > 0) console.log(`${counted.numPendingTests} tests do not apply here.`);
      return {
        passed: counted.numPassedTests,
        failed: counted.numFailedTests,
        complaints: complaintsOfVitest(counted),
      };
    },
  };
}

let secondTries = 0;

/** Several browsers at a time where nothing is measured: most of what a test does is wait. */
function endToEnd(project: 'together' | 'alone', workers: number): Step {
  const report = path.join(reports, `playwright-${project}.json`);
  return {
    name: `end-to-end tests, ${project}`,
    // On a busy machine a browser may be late once; the closing lines count what needed a second try.
    command: [bin('playwright'), 'test', '--project', project, '--workers', `${workers}`, '--retries', '1'],
    report,
    count: () => {
      const { stats, suites, errors } = readJson(report) as PlaywrightReport;
      secondTries += stats.flaky;
      return {
        passed: stats.expected + stats.flaky,
        failed: stats.unexpected + stats.skipped,
        complaints: [
          ...errors.flatMap(({ message }) => complaint(`end-to-end tests, ${project}`, [message ?? ''])),
          ...suites.flatMap(complaintsOfPlaywright),
        ],
      };
    },
  };
}

/** What needs a processor, and no answer within a time. */
const patient: Row = [
  { ...vitest('sync under every fault', ['sync']), isPatient: true },
  {
    name: 'sync without one of its protections at a time',
    command: [process.execPath, 'e2e/sync/run.ts', '--mutants', '--runs', '1000'],
    isPatient: true,
  },
];

/** One after the other; the rows of one are at work at once. */
const stages: readonly (readonly Row[])[] = [
  [
    [{ name: 'lint', command: [bin('oxlint')] }],
    [{ name: 'format', command: [bin('oxfmt'), '--check', '.'] }],
    [{ name: 'types', command: [bin('tsc'), '--noEmit'] }],
  ],
  ...(flags.fast
    ? [[[vitest('unit tests', ['unit'])]]]
    : [
        [[vitest('unit and integration tests', ['unit', 'server'])]],
        [
          [
            { name: 'Chrome build', command: [bin('wxt'), 'build'] } as const,
            { name: 'Firefox build', command: [bin('wxt'), 'build', '-b', 'firefox', '--mv3'] } as const,
          ],
        ],
        [[endToEnd('together', 3)], patient],
        [[endToEnd('alone', 1)]],
      ]),
];

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** What it says is shown as it goes, or handed back. */
async function run(step: Step, isShown: boolean): Promise<{ outcome: Outcome; said: string }> {
  const { name, command, report, count } = step;
  const [file, ...args] = command;
  const startedAt = Date.now();
  let said = '';
  const say = (text: string) => {
    if (isShown) process.stdout.write(text);
    else said += text;
  };
  say(`\n— ${name}\n`);
  const child = spawn(file, args, {
    cwd: root,
    stdio: ['ignore', isShown ? 'inherit' : 'pipe', isShown ? 'inherit' : 'pipe'],
    shell: process.platform === 'win32',
    env: {
      ...process.env,
      ...(report && { NEXIS_E2E_REPORT: report }),
      ...(flags.full && { NEXIS_FULL: '1', SYNC_RUNS: '10000' }),
    },
  });
  if (step.isPatient && child.pid !== undefined)
    setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => say(String(data)));
  const [code] = (await once(child, 'close')) as [number | null];
  let outcome: Outcome = { passed: Number(code === 0), failed: Number(code !== 0) };
  if (report && count && existsSync(report)) {
    const counted = count();
    // A runner that fails without a failed test (a set-up that threw) still failed.
    outcome = { ...counted, failed: Math.max(counted.failed, Number(code !== 0)) };
  }
  const tookS = Math.round((Date.now() - startedAt) / 1000);
  say(`— ${name}: ${outcome.failed === 0 ? 'ok' : 'FAILED'} (${tookS} s)\n`);
  return { outcome, said };
}

/** The first row is shown as it goes, each other one when the rows before it are over. */
async function runStage(rows: readonly Row[]): Promise<void> {
  const running = rows.map(async (row, nr) => {
    const over: { step: Step; outcome: Outcome; said: string }[] = [];
    for (const step of row) over.push({ step, ...(await run(step, nr === 0)) });
    return over;
  });
  for (const row of running) {
    for (const { step, outcome, said } of await row) {
      process.stdout.write(said);
      passed += outcome.passed;
      failed += outcome.failed;
      if (outcome.complaints) complaints.push(...outcome.complaints);
      else if (outcome.failed > 0) complaints.push(step.name);
    }
  }
}

const examples = flags.full
  ? '5000 examples, sync with 10000 schedules'
  : '200 examples, sync with 1000 schedules';
console.log(`Each property is tried with ${examples}.`);
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
let passed = 0;
let failed = 0;
const complaints: string[] = [];
for (const rows of stages) await runStage(rows);
// Once more at the end, as a long output is often kept without its middle.
for (const said of complaints) console.log(`\nDID NOT PASS AT ONCE: ${said}`);
if (secondTries > 0) console.log(`\nFLAKY: ${secondTries} tests passed at the second try only, see above.`);
if (!flags.fast && !findFirefox()) {
  console.log('\nNOT RUN: the end-to-end tests in Firefox. Install Firefox, or set FIREFOX_PATH.');
}
const mongoReport = path.join(reports, 'mongo.txt');
if (existsSync(mongoReport)) console.log(`\n${readFileSync(mongoReport, 'utf8').trim()}`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
