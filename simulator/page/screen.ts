import { EventEmitter } from './core/emitter.ts';

interface Screen {
  /** The phone asks for a passkey, which this browser can not give. */
  isPasskeyDemanded: boolean;
  /** Another tab of this profile is connected. */
  isElsewhere: boolean;
  /** The code of linking with a phone number. */
  pairingCode: string | undefined;
}

class ScreenModel extends EventEmitter {
  current: Screen = { isPasskeyDemanded: false, isElsewhere: false, pairingCode: undefined };

  set(change: Partial<Screen>): void {
    this.current = { ...this.current, ...change };
    this.trigger('change');
  }
}

/** What is shown instead of the chats, besides what the socket's state says. */
export const screen = new ScreenModel();
