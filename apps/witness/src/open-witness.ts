import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeSha256 } from '#ledger-store/node-crypto';
import { BadLogsFile, parseLogsFile, type WatchedLog } from '#witness/logs-file';
import { AlarmBell, alarmText } from './alarms/alarm-bell.ts';
import { Webhook } from './alarms/webhook.ts';
import type { WitnessConfig } from './config.ts';
import { ownIdentity } from './identity/own-key.ts';
import { Copies } from './mirror/copies.ts';
import { Mirrors } from './mirror/mirrors.ts';
import { AlarmStore } from './storage/alarm-store.ts';
import { CheckpointStore } from './storage/checkpoint-store.ts';
import { holdFolder, openDatabase, StorageUnusable, type Database } from './storage/database.ts';
import { MIRROR_FILE } from './storage/mirror-file.ts';
import { MirrorStore } from './storage/mirror-store.ts';
import { WITNESS_FILE } from './storage/witness-file.ts';
import { Contradictions } from './witnessing/contradictions.ts';
import { Witness } from './witnessing/witness.ts';

/** What runs, without a surface. */
export interface OpenWitness {
  readonly vkey: string;
  readonly logs: readonly WatchedLog[];
  readonly witness: Witness;
  readonly alarms: AlarmStore;
  readonly mirrors: Mirrors;
  readonly close: () => Promise<void>;
}

export interface Surroundings {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told, in words for whoever runs it, of alarms and of what gives trouble. */
  readonly tell: (what: string) => void;
}

const USUAL: Surroundings = { now: Date.now, tell: (what) => console.error(what) };

/**
 * Opens a witness, and makes its key at the first start.
 *
 * @throws StorageUnusable, NoIdentity, BadLogsFile
 */
export async function openWitness(config: WitnessConfig, { now, tell }: Surroundings = USUAL): Promise<OpenWitness> {
  const lock = holdFolder(config.folder);
  const opened: Database[] = [];
  const release = (): void => {
    for (const database of opened) database.close();
    lock.release();
  };
  try {
    const logs = readLogs(config.logsFile);
    const database = openWitnessFile(config.folder);
    opened.push(database);
    const copiesFile = openDatabase(join(config.folder, 'copies.sqlite'), MIRROR_FILE);
    opened.push(copiesFile);
    const { signer, vkey } = ownIdentity(database, join(config.folder, 'key.pem'), config.name);
    const alarms = new AlarmStore(database);
    const checkpoints = new CheckpointStore(database);
    const webhook = config.webhook && new Webhook({ alarms, target: config.webhook, now, onTrouble: tell });
    const bell = new AlarmBell(alarms, now, [(alarm) => tell(alarmText(alarm)), (alarm) => webhook?.send(alarm)]);
    const store = new MirrorStore(copiesFile);
    const copies = new Copies(store, tell);
    const contradictions = new Contradictions(checkpoints, copies);
    webhook?.resume();
    const pauseMs = config.mirrorSeconds * 1_000;
    const mirrorParts = { store, copies, checkpoints, contradictions, bell };
    const mirrors = new Mirrors({ ...mirrorParts, logs, logsFile: config.logsFile, pauseMs, tell });
    const onUnjudged = (origin: string): void => void mirrors.look(origin);
    return {
      vkey,
      logs,
      alarms,
      mirrors,
      witness: new Witness({ logs, signer, checkpoints, contradictions, bell, now, onUnjudged }),
      close: async () => {
        await mirrors.close();
        await webhook?.close();
        release();
      },
    };
  } catch (error) {
    release();
    throw error;
  }
}

export const openWitnessFile = (folder: string): Database => openDatabase(join(folder, 'witness.sqlite'), WITNESS_FILE);

/** Whom it follows; nobody where the file is not there yet. @throws BadLogsFile or StorageUnusable, with the name of the file */
function readLogs(file: string): readonly WatchedLog[] {
  if (!existsSync(file)) return [];
  try {
    return parseLogsFile(nodeSha256, readFileSync(file, 'utf8'));
  } catch (error) {
    if (!(error instanceof BadLogsFile))
      throw new StorageUnusable(
        `${file} cannot be read: ${(error as Error).message}; let the user of the witness read it`,
      );
    error.message = `${file}, ${error.message}.`;
    throw error;
  }
}
