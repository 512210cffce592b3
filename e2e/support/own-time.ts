import type { CDPSession, Page } from 'playwright';

export interface OwnTime {
  /** The longest task of our content scripts, in CPU time: what else the machine does meanwhile does not count. */
  readonly longestTaskMs: number;
  readonly longestTask: string;
  /** Zero of them would mean that the browser's trace names things otherwise by now, and that nothing was measured. */
  readonly tasks: number;
  readonly hookSamples: number;
  /** How long our code ran inside tasks of the page, which call our hook: of a thousand runs all but one, and the longest. */
  readonly hookMs: number;
  readonly longestHookMs: number;
  /** Of the page's main thread, both together. */
  readonly share: number;
}

/** Measures how long our scripts of both worlds keep the page's main thread. */
export async function startOwnTime(page: Page): Promise<() => Promise<OwnTime>> {
  const startedAt = performance.now();
  const [stopTasks, stopHook] = [await startTasks(page), await startHook(page)];
  return async () => {
    const hook = await stopHook();
    const tasks = await stopTasks();
    const elapsedMs = performance.now() - startedAt;
    const [longest] = tasks.toSorted((a, b) => b.ms - a.ms);
    const tasksMs = tasks.reduce((sum, { ms }) => sum + ms, 0);
    return {
      longestTaskMs: longest?.ms ?? 0,
      longestTask: longest?.name ?? '',
      tasks: tasks.length,
      hookSamples: hook.samples,
      hookMs: hook.runsMs[Math.ceil(hook.runsMs.length * 0.999) - 1] ?? 0,
      longestHookMs: hook.runsMs.at(-1) ?? 0,
      share: (tasksMs + hook.runsMs.reduce((sum, ms) => sum + ms, 0)) / elapsedMs,
    };
  };
}

interface TraceEvent {
  readonly name: string;
  /** Microseconds of CPU time of the thread. */
  readonly tdur?: number;
  readonly args?: { readonly data?: { readonly url?: string; readonly functionName?: string } };
}

/** Every call from the browser into a content script of ours, from the browser's own trace. */
async function startTasks(page: Page): Promise<() => Promise<{ name: string; ms: number }[]>> {
  const browser = page.context().browser();
  if (!browser) throw new Error('no browser behind the page');
  const session = await browser.newBrowserCDPSession();
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['devtools.timeline'] },
  });
  return async () => {
    const isComplete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
    await session.send('Tracing.end');
    await isComplete;
    await session.detach();
    return events.flatMap(({ name, tdur = 0, args }) => {
      const script = /^chrome-extension:.*content-scripts\/(.+)/.exec(args?.data?.url ?? '')?.[1];
      if (name !== 'FunctionCall' || !script) return [];
      return [{ name: `${args?.data?.functionName || 'a function'} of ${script}`, ms: tdur / 1000 }];
    });
  };
}

const SAMPLING_INTERVAL_US = 200;
/** A longer gap between two samples is the machine's, which was busy with something else. */
const SAMPLE_US_MAX = 1000;

/** What of ours runs on a stack that begins in the page's own code: how long each time by the clock, the shortest first. */
async function startHook(page: Page): Promise<() => Promise<{ samples: number; runsMs: number[] }>> {
  const session: CDPSession = await page.context().newCDPSession(page);
  await session.send('Profiler.enable');
  await session.send('Profiler.setSamplingInterval', { interval: SAMPLING_INTERVAL_US });
  await session.send('Profiler.start');
  return async () => {
    const { profile } = await session.send('Profiler.stop');
    await session.detach();
    const { nodes, samples = [], timeDeltas = [] } = profile;
    const urlsOf = new Map<number, string[]>();
    const visit = (id: number, above: string[]) => {
      const node = byId.get(id);
      const urls = node?.callFrame.url ? [...above, node.callFrame.url] : above;
      urlsOf.set(id, urls);
      for (const child of node?.children ?? []) visit(child, urls);
    };
    const byId = new Map(nodes.map((node) => [node.id, node]));
    if (nodes[0]) visit(nodes[0].id, []);
    const isOurs = (url: string | undefined) => url?.startsWith('chrome-extension:') === true;

    const runsMs: number[] = [];
    let [hookSamples, runUs] = [0, 0];
    const endRun = () => {
      if (runUs > 0) runsMs.push(runUs / 1000);
      runUs = 0;
    };
    for (const [index, id] of samples.entries()) {
      const urls = urlsOf.get(id) ?? [];
      // The page's own function under our hook counts for the page, a native one for who called it.
      const isHook = isOurs(urls.at(-1)) && !isOurs(urls[0]);
      if (!isHook) {
        endRun();
        continue;
      }
      hookSamples += 1;
      runUs += Math.min(timeDeltas[index + 1] ?? 0, SAMPLE_US_MAX);
    }
    endRun();
    return { samples: hookSamples, runsMs: runsMs.toSorted((a, b) => a - b) };
  };
}
