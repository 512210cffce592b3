import { useEffect, useState } from 'react';
import { browser } from 'wxt/browser';

const MESSAGES = { data_collection: ['personalCommunications'] };

interface Asking {
  request(permissions: typeof MESSAGES): Promise<boolean>;
  contains(permissions: typeof MESSAGES): Promise<boolean>;
}

/** Firefox alone lets a person decide which data an extension sends; null elsewhere. */
const firefox = (): Asking | null =>
  import.meta.env.FIREFOX ? (browser.permissions as unknown as Asking) : null; // Safe: Firefox 140 and newer.

/** Asks whether messages may go through our server, once and for all. To be called while a press is handled, before anything is awaited. */
export async function askForMessages(asking: Asking | null = firefox()): Promise<boolean> {
  try {
    return (await asking?.request(MESSAGES)) ?? true;
  } catch {
    return false; // There is no question without a press.
  }
}

/** Whether they may now; undefined: not known yet. */
export function useMessagesAllowed(): boolean | undefined {
  const [isAllowed, setAllowed] = useState(firefox() === null ? true : undefined);
  useEffect(() => {
    const asking = firefox();
    if (!asking) return;
    const { onAdded, onRemoved } = browser.permissions;
    const look = () => void asking.contains(MESSAGES).then(setAllowed);
    look();
    // It is also changed on Firefox's own page of extensions.
    for (const event of [onAdded, onRemoved]) event.addListener(look);
    return () => {
      for (const event of [onAdded, onRemoved]) event.removeListener(look);
    };
  }, []);
  return isAllowed;
}
