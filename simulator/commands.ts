import { createInterface } from 'node:readline';
import type { Simulator } from './server.ts';

type Command = (simulator: Simulator, first: string, rest: string[]) => unknown;

const commands: Record<string, Command> = {
  scan: (simulator, qr) => simulator.scan(qr),
  code: (simulator, code) => simulator.enterPairingCode(code),
  unlink: (simulator) => simulator.unlink(),
  conflict: (simulator, kind) => simulator.conflict(kind === 'legacy' ? 'legacy' : 'replaced'),
  drop: (simulator) => simulator.dropSockets(),
  'stop-emitting': (simulator) => simulator.stopEmitting(),
  'half-open': (simulator) => simulator.halfOpen(),
  migrate: (simulator, chatId) => simulator.migrateToLid(chatId === '' ? undefined : chatId),
  storm: (simulator, rate, [seconds]) =>
    simulator.storm({ changesPerSecond: Number(rate), seconds: Number(seconds) }),
  incoming: (simulator, chatId, words) => simulator.incoming(chatId, words.join(' ')),
  passkey: (simulator, demanded) => simulator.configure({ isPasskeyDemanded: demanded === 'on' }),
  sync: (simulator, ms) => simulator.configure({ syncDelayMs: ms === 'never' ? Infinity : Number(ms) }),
  theme: (simulator, theme) => simulator.setTheme(theme === 'dark' ? 'dark' : 'light'),
  chats: (simulator) =>
    simulator
      .chats()
      .map(({ id, name, unread }) => `${id} ${unread} ${name}`)
      .join('\n'),
};

export const COMMANDS_HELP = `While it runs it takes a line each: scan QR-PAYLOAD · code PAIRING-CODE · unlink · conflict legacy|replaced · drop ·
stop-emitting · half-open · migrate [CHAT-ID] · storm CHANGES-PER-SECOND SECONDS · incoming CHAT-ID TEXT ·
theme light|dark · passkey on|off · sync MS|never · chats
`;

/** Does what is typed, a line each, and says what went wrong. */
export function followCommands(simulator: Simulator): void {
  createInterface({ input: process.stdin }).on('line', (line) => {
    const [name = '', first = '', ...rest] = line.trim().split(' ');
    const command = commands[name];
    try {
      const said = command ? command(simulator, first, rest) : `no command ${name}`;
      if (typeof said === 'string') process.stdout.write(`${said}\n`);
    } catch (error) {
      process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`);
    }
  });
}
