import type { JSHandle, Worker } from 'playwright';

/** How long each request for a pull takes from now on, from the call to its body, in ms. */
export const notePulls = (background: Worker): Promise<JSHandle<number[]>> =>
  background.evaluateHandle(() => {
    const times: number[] = [];
    const { fetch } = globalThis;
    globalThis.fetch = async (...request) => {
      const fromMs = performance.now();
      const response = await fetch(...request);
      if (!response.url.includes('/sync/pull')) return response;
      const body = await response.text();
      times.push(performance.now() - fromMs);
      return new Response(body, response);
    };
    return times;
  });
