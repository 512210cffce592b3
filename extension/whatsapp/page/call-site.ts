const FRAMES_PER_SITE = 2;
/** Wrapper, decision and this function, then natives such as Array.filter between the host's frames. */
const FRAMES_TO_CAPTURE = 9;

const STACKS_MAX = 100;
/** The page asks from few places, and again and again. */
const siteByStack = new Map<string, string>();

/** Where in the page's code the current call comes from: its two nearest frames outside this script. */
export function callSite(): string | undefined {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = FRAMES_TO_CAPTURE;
  const { stack } = new Error('call site');
  Error.stackTraceLimit = limit;
  if (typeof stack !== 'string') return undefined;
  let site = siteByStack.get(stack);
  if (site === undefined && (site = siteOf(stack)) !== undefined) {
    if (siteByStack.size >= STACKS_MAX) siteByStack.clear();
    siteByStack.set(stack, site);
  }
  return site;
}

function siteOf(stack: string): string | undefined {
  const frames = stack.split('\n').filter((line) => /:\d+:\d+/.test(line));
  const own = scriptOf(frames[0]);
  const outside = frames.filter((line) => scriptOf(line) !== own);
  return outside.length > 0 ? outside.slice(0, FRAMES_PER_SITE).join('\n') : undefined;
}

function scriptOf(frame: string | undefined): string | undefined {
  return frame && /([a-z-]+:\/\/.*?):\d+:\d+/.exec(frame)?.[1];
}
