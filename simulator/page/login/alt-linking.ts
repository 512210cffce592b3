import { connection } from '../connection.ts';
import { screen } from '../screen.ts';
import { refreshQR } from './refs.ts';

/** Linking with a phone number: the page shows a code of eight characters, the phone types it. */
export const altDeviceLinking = {
  setPairingType: (_type: string): void => undefined,
  initializeAltDeviceLinking: async (): Promise<void> => undefined,
  async initializeQRLinking(): Promise<void> {
    screen.set({ pairingCode: undefined });
    refreshQR();
  },
  async startAltLinkingFlow(phone: string, _isNotified = true): Promise<string> {
    const code = await connection.ask<string>({ type: 'pairCode', phone: phone.replaceAll(/\D/g, '') });
    screen.set({ pairingCode: code });
    return code;
  },
};
