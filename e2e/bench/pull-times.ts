import type { JSHandle, Worker } from 'playwright';

/** How long each pull over the live socket takes from now on, from its message to the page's, in ms. */
export const notePulls = (background: Worker): Promise<JSHandle<number[]>> =>
  background.evaluateHandle(() => {
    const times: number[] = [];
    const watched = new WeakSet<WebSocket>();
    let fromMs = NaN;
    const isOfType = (type: string, message: unknown) =>
      typeof message === 'string' && message.startsWith(`{"type":"${type}"`);
    const note = ({ data }: MessageEvent<unknown>) => {
      if (isOfType('page', data)) times.push(performance.now() - fromMs);
    };
    const { send } = Object.getOwnPropertyDescriptors(WebSocket.prototype);
    WebSocket.prototype.send = function sendNoted(this: WebSocket, message) {
      if (isOfType('pull', message)) fromMs = performance.now();
      if (!watched.has(this)) this.addEventListener('message', note);
      watched.add(this);
      Reflect.apply(send.value as typeof this.send, this, [message]);
    };
    return times;
  });
