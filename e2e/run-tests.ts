import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
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
}

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

const vitestReport = path.join(reports, 'vitest.json');

let secondTries = 0;

/** Two browsers at a time where nothing is measured: most of what a test does is wait. */
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

const steps: readonly Step[] = [
  { name: 'lint', command: [bin('oxlint')] },
  { name: 'format', command: [bin('oxfmt'), '--check', '.'] },
  { name: 'types', command: [bin('tsc'), '--noEmit'] },
  {
    name: flags.fast ? 'unit tests' : 'unit and integration tests',
    command: [
      bin('vitest'),
      'run',
      ...(flags.fast ? ['--project', 'unit'] : []),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${vitestReport}`,
    ],
    report: vitestReport,
    count: () => {
      const report = readJson(vitestReport) as VitestReport;
      if (report.numPendingTests > 0) console.log(`${report.numPendingTests} tests do not apply here.`);
      return {
        passed: report.numPassedTests,
        failed: report.numFailedTests,
        complaints: complaintsOfVitest(report),
      };
    },
  },
  ...(flags.fast
    ? []
    : [
        {
          name: 'sync without one of its protections at a time',
          command: [process.execPath, 'e2e/sync/run.ts', '--mutants', '--runs', '1000'],
        } as const,
        { name: 'Chrome build', command: [bin('wxt'), 'build'] } as const,
        { name: 'Firefox build', command: [bin('wxt'), 'build', '-b', 'firefox', '--mv3'] } as const,
        endToEnd('together', 2),
        endToEnd('alone', 1),
      ]),
];

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

async function run({ name, command: [file, ...args], report, count }: Step): Promise<Outcome> {
  const startedAt = Date.now();
  console.log(`\n— ${name}`);
  const child = spawn(file, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
    env: {
      ...process.env,
      ...(report && { NEXIS_E2E_REPORT: report }),
      ...(flags.full && { NEXIS_FULL: '1', SYNC_RUNS: '10000' }),
    },
  });
  const [code] = (await once(child, 'close')) as [number | null];
  let outcome: Outcome = { passed: Number(code === 0), failed: Number(code !== 0) };
  if (report && count && existsSync(report)) {
    const counted = count();
    // A runner that fails without a failed test (a set-up that threw) still failed.
    outcome = { ...counted, failed: Math.max(counted.failed, Number(code !== 0)) };
  }
  console.log(
    `— ${name}: ${outcome.failed === 0 ? 'ok' : 'FAILED'} (${Math.round((Date.now() - startedAt) / 1000)} s)`,
  );
  return outcome;
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
for (const step of steps) {
  const outcome = await run(step);
  passed += outcome.passed;
  failed += outcome.failed;
  if (outcome.complaints) complaints.push(...outcome.complaints);
  else if (outcome.failed > 0) complaints.push(step.name);
}
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
