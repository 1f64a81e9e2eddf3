import { join } from 'node:path';
import type { Instant } from '#kernel/instant';
import { nextPublicKey, openSigningKey } from '#sealing/key/signing-key';
import { readWitnessFile } from '#sealing/witnessing/witness-file';
import type { TrustedWitness } from '#transparency/policy/policy';
import { Onus } from './onus.ts';
import { folderSettings, keyRegister } from './settings.ts';
import { openStorage } from './storage.ts';

/** Lists the witnesses of the installation; there need be none. */
const WITNESSES = 'witnesses.policy';

/** Who is asked to cosign what a data folder seals. @throws BadWitnessFile */
export const witnessesOf = (folder: string): readonly TrustedWitness[] => readWitnessFile(join(folder, WITNESSES));

export interface OpenOnusOptions {
  /** The data folder. It is created where there is none. */
  readonly folder: string;
  /** Scheme-less URL under which ledgers are named; only at the first use of a folder. */
  readonly origin?: string;
  /** Quota of the event file in pages of 4 KiB; unlimited by default. */
  readonly maxPages?: number;
  readonly now?: () => Instant;
  /** Told of trouble with what is stored, in words for whoever runs it. */
  readonly onTrouble?: (what: string) => void;
}

/**
 * Opens a data folder and what it holds, for this process alone.
 *
 * @throws StoreLocked where another process holds it, StoreUnavailable where a file is damaged, BadSettings where the folder
 * is of another format or of another origin, BadSigningKey where the key cannot be used as it lies there,
 * BadWitnessFile where the list of witnesses cannot be read.
 */
export async function openOnus({ origin, now, ...options }: OpenOnusOptions): Promise<Onus> {
  const { folder, onTrouble } = options;
  const storage = await openStorage(options);
  try {
    const { store, read, snapshots, room, close } = storage;
    const name = folderSettings(folder, origin).origin;
    const signer = openSigningKey(folder, keyRegister(folder));
    if (nextPublicKey(folder) !== undefined) {
      onTrouble?.('A rotation of the signing key was begun and not finished: stop, and run "onus key rotate" again.');
    }
    const witnesses = witnessesOf(folder);
    const parts = { origin: name, store, read, snapshots, signer, witnesses, room, release: close };
    return new Onus({ ...parts, ...(now && { now }), ...(onTrouble && { onTrouble }) });
  } catch (error) {
    await storage.close();
    throw error;
  }
}
