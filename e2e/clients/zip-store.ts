import { copyFileSync, existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Store } from 'whatsapp-web.js';

/** Keeps the zips of RemoteAuth in a folder, as a database would; and says what was asked of it. */
export class ZipStore implements Store {
  /** Where RemoteAuth leaves the zip that it wants saved; it says only a name. */
  dataPath: string;
  readonly deleted: string[] = [];
  readonly #folder: string;

  constructor(folder: string, dataPath: string) {
    this.#folder = folder;
    this.dataPath = dataPath;
  }

  sessionExists = ({ session }: { session: string }): boolean => existsSync(this.#kept(session));

  save = ({ session }: { session: string }): void => {
    const zip = path.join(this.dataPath, `${session}.zip`);
    // RemoteAuth saves a minute after ready, also when the test and its folders are gone by then.
    if (existsSync(zip) && existsSync(this.#folder)) copyFileSync(zip, this.#kept(session));
  };

  extract = (options: { session: string; path: string }): void =>
    copyFileSync(this.#kept(options.session), options.path);

  delete = ({ session }: { session: string }): void => {
    this.deleted.push(session);
    rmSync(this.#kept(session), { force: true });
  };

  #kept(session: string): string {
    return path.join(this.#folder, `${session}.zip`);
  }
}
