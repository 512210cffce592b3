import { sendMessage } from '../../replica/use-rows.ts';
import { Store } from '../../ui/store.ts';
import { answerOf, type Failure } from './ask.ts';

export interface MediaPlace {
  readonly accountId: string;
  readonly chatId: string;
  readonly messageId: string;
}

interface Read {
  /** Where the page finds the bytes. */
  readonly url: string | null;
  readonly failure: Failure | null;
  readonly isLoading: boolean;
}

/** What the browser draws or plays itself; anything else, a drawing with scripts for one, is a file to keep. */
const shownTypes = /^(?:image\/(?:png|jpeg|webp|gif)|audio\/(?:ogg|mpeg|mp4|aac|wav|webm))(?:;|$)/;

export const isShownType = (mimeType: string): boolean => shownTypes.test(mimeType);

/** Reads the bytes of a message's picture, sound or file when they are wanted, and forgets them. */
export class MediaReader {
  readonly read = new Store<Read>({ url: null, failure: null, isLoading: false });
  readonly #place: MediaPlace;
  readonly #mimeType: string;

  constructor(place: MediaPlace, mimeType: string) {
    this.#place = place;
    this.#mimeType = mimeType;
  }

  async load(): Promise<string | null> {
    const { url, isLoading } = this.read.get();
    if (url !== null || isLoading) return url;
    this.read.set({ url: null, failure: null, isLoading: true });
    const answer = await answerOf(sendMessage('inboxMedia', this.#place));
    const made = answer.ok ? this.#urlOf(answer.value.base64) : null;
    this.read.set({ url: made, failure: answer.ok ? null : answer, isLoading: false });
    return made;
  }

  forget(): void {
    const { url } = this.read.get();
    if (url !== null) URL.revokeObjectURL(url);
  }

  /** What its message says it is decides how it is shown, and only among what is safe to show. */
  #urlOf(base64: string): string {
    const type = isShownType(this.#mimeType) ? this.#mimeType : 'application/octet-stream';
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    return URL.createObjectURL(new Blob([bytes], { type }));
  }
}
