import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeDurably } from '#sealing/key/durable-file';
import type { KeyRegister } from '#sealing/key/signing-key';
import type { Installation } from './installation.ts';

const FILE = 'onus.json';

/** What a data folder says of itself, decided once and for all at its first use. */
export interface FolderSettings {
  readonly format: 1;
  /** Scheme-less URL under which this installation's ledgers are named: part of every entry, so it never changes. */
  readonly origin: string;
  /** Public keys with which this folder's ledgers were signed, in the order of their use: base64. The last one signs, or will. */
  readonly signingKeys: readonly string[];
  /** Whether the ledgers are in an event store that others share. A folder whose ledgers moved there never goes back by mistake. */
  readonly shared?: boolean;
}

/** The data folder says something that this version cannot work with. */
export class BadSettings extends Error {
  constructor(file: string, reason: string, mend: string) {
    super(`${file}: ${reason}; ${mend}`);
    this.name = 'BadSettings';
  }
}

/** The ledgers of a data folder are in an event store that was not named. */
export class LedgersElsewhere extends BadSettings {
  constructor(folder: string) {
    const reason = 'the ledgers of this folder are in an event store that others share';
    super(folder, reason, 'say with ONUS_STORE which one, or begin with another folder');
  }
}

/** A data folder has ledgers, and nothing that says under which name they go. */
export class SettingsLost extends BadSettings {
  constructor(folder: string) {
    const reason =
      'it is missing, and says under which name the ledgers of this folder go and which keys have signed them';
    super(join(folder, FILE), reason, 'restore it from a backup');
  }
}

/** Nobody else could look after the engagements of the other shares: a data folder has one process. */
export class ShareOfFolder extends BadSettings {
  constructor(folder: string) {
    const reason = 'its ledgers are in the folder, and a share of them (ONUS_SHARE) would leave the others to nobody';
    super(folder, reason, 'leave ONUS_SHARE out, or say with ONUS_STORE which event store replicas share');
  }
}

const ORIGIN = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d+)?(?:\/[A-Za-z0-9._~-]+)*$/;

/**
 * The settings of a data folder that this process has locked; they are written at the first use. Without `origin` the
 * installation gets a name of its own, so that two of them never share the name of a ledger.
 *
 * @throws BadSettings for a damaged file, another format, or an origin other than the one the folder was begun with.
 */
export function folderSettings(folder: string, origin?: string): FolderSettings {
  const file = join(folder, FILE);
  const known = readSettings(file);
  if (known !== undefined) {
    if (origin !== undefined && origin !== known.origin) {
      const mend = 'leave ONUS_ORIGIN out, or begin with another folder';
      throw new BadSettings(file, `this folder's ledgers are named under ${known.origin}, not under ${origin}`, mend);
    }
    return known;
  }
  const name = origin ?? `onus.local/${randomBytes(8).toString('hex')}`;
  if (!ORIGIN.test(name)) {
    const mend = 'write a host and a path in small letters without a scheme, like onus.example/msp';
    throw new BadSettings('ONUS_ORIGIN', `"${name}" cannot name ledgers`, mend);
  }
  const settings: FolderSettings = { format: 1, origin: name, signingKeys: [] };
  write(file, settings);
  return settings;
}

/** What a data folder says of itself; undefined where it was never used. @throws BadSettings */
export const knownSettings = (folder: string): FolderSettings | undefined => readSettings(join(folder, FILE));

/** A folder whose ledgers are elsewhere would go on with old ones, and sign two histories. @throws LedgersElsewhere */
export function refuseMoved(folder: string): void {
  if (knownSettings(folder)?.shared === true) throw new LedgersElsewhere(folder);
}

/**
 * Takes over what the replicas of an installation have in common, in place of whatever the folder says of `before`: its own settings, if
 * it has any that count.
 *
 * @throws BadSettings where the folder belongs to another installation, or another origin was asked for.
 */
export function adoptSettings(
  folder: string,
  { origin, signingKeys }: Installation,
  { before, asked }: { readonly before: FolderSettings | undefined; readonly asked: string | undefined },
): void {
  const file = join(folder, FILE);
  for (const other of [asked, before?.origin]) {
    if (other === undefined || other === origin) continue;
    const reason = `the ledgers of this event store are named under ${origin}, not under ${other}`;
    throw new BadSettings(file, reason, 'check ONUS_STORE and ONUS_ORIGIN; every replica has a folder of its own');
  }
  write(file, { format: 1, origin, signingKeys, shared: true });
}

/** The signing keys as the settings of a data folder list them. The folder is there, and locked by this process. */
export function keyRegister(folder: string): KeyRegister {
  const file = join(folder, FILE);
  return {
    get keys() {
      return folderSettings(folder).signingKeys;
    },
    add: (publicKey) => {
      const settings = folderSettings(folder);
      write(file, { ...settings, signingKeys: [...settings.signingKeys, publicKey] });
    },
  };
}

const write = (file: string, settings: FolderSettings): void =>
  writeDurably(file, `${JSON.stringify(settings, null, 2)}\n`);

function readSettings(file: string): FolderSettings | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new BadSettings(file, `it cannot be read (${message})`, 'name a folder whose files this user may read');
  }
  try {
    const { format, origin, signingKeys = [], shared = false } = JSON.parse(text) as Partial<FolderSettings>;
    const keyed = Array.isArray(signingKeys) && signingKeys.every((key) => typeof key === 'string');
    if (format === 1 && typeof origin === 'string' && keyed) {
      return { format, origin, signingKeys, ...(shared && { shared }) };
    }
  } catch {
    // Damaged, like a file of another format: the message is the same.
  }
  throw new BadSettings(file, 'no settings of a format that this version knows', 'restore the file from a backup');
}
