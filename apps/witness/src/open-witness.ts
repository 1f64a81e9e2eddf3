import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeSha256 } from '#ledger-store/node-crypto';
import { BadLogsFile, parseLogsFile, type WatchedLog } from '#witness/logs-file';
import { AlarmBell, alarmText } from './alarms/alarm-bell.ts';
import { Webhook } from './alarms/webhook.ts';
import type { WitnessConfig } from './config.ts';
import { ownIdentity } from './identity/own-key.ts';
import { AlarmStore } from './storage/alarm-store.ts';
import { CheckpointStore } from './storage/checkpoint-store.ts';
import { holdFolder, openDatabase, type Database } from './storage/database.ts';
import { WITNESS_FILE } from './storage/witness-file.ts';
import { Contradictions } from './witnessing/contradictions.ts';
import { Witness } from './witnessing/witness.ts';

/** What runs, without a surface. */
export interface OpenWitness {
  readonly vkey: string;
  readonly logs: readonly WatchedLog[];
  readonly witness: Witness;
  readonly alarms: AlarmStore;
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
  let database: Database | undefined;
  try {
    const logs = readLogs(config.logsFile);
    database = openWitnessFile(config.folder);
    const { signer, vkey } = ownIdentity(database, join(config.folder, 'key.pem'), config.name);
    const alarms = new AlarmStore(database);
    const checkpoints = new CheckpointStore(database);
    const webhook = config.webhook && new Webhook({ alarms, target: config.webhook, now, onTrouble: tell });
    const bell = new AlarmBell(alarms, now, [(alarm) => tell(alarmText(alarm)), (alarm) => webhook?.send(alarm)]);
    const contradictions = new Contradictions(checkpoints, { at: () => undefined });
    webhook?.resume();
    return {
      vkey,
      logs,
      alarms,
      witness: new Witness({ logs, signer, checkpoints, contradictions, bell, now }),
      close: async () => {
        await webhook?.close();
        database?.close();
        lock.release();
      },
    };
  } catch (error) {
    database?.close();
    lock.release();
    throw error;
  }
}

export const openWitnessFile = (folder: string): Database => openDatabase(join(folder, 'witness.sqlite'), WITNESS_FILE);

/** Whom it follows; nobody where the file is not there yet. @throws BadLogsFile with the name of the file */
function readLogs(file: string): readonly WatchedLog[] {
  if (!existsSync(file)) return [];
  try {
    return parseLogsFile(nodeSha256, readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof BadLogsFile) error.message = `${file}, ${error.message}.`;
    throw error;
  }
}
