import { join } from 'node:path';
import type { Instant } from '#kernel/instant';
import type { EventStore } from '#ledger-store/event-store';
import type { Signer } from '#ledger-store/ports';
import { nextPublicKey, openSigningKey, publicKeyText, type KeyPlace } from '#sealing/key/signing-key';
import { readWitnessFile } from '#sealing/witnessing/witness-file';
import type { TrustedWitness } from '#transparency/policy/policy';
import { readInstallation, stateKey } from './installation.ts';
import { Onus } from './onus.ts';
import {
  adoptSettings,
  BadSettings,
  folderSettings,
  keyRegister,
  knownSettings,
  LedgersElsewhere,
} from './settings.ts';
import { hasEvents, openStorage } from './storage.ts';

/** Lists the witnesses of the installation; there need be none. */
const WITNESSES = 'witnesses.policy';

/** Who is asked to cosign what a data folder seals. @throws BadWitnessFile */
export const witnessesOf = (folder: string): readonly TrustedWitness[] => readWitnessFile(join(folder, WITNESSES));

/** Where an installation keeps what it consists of. */
export interface Placed {
  /** The data folder. It is created where there is none. */
  readonly folder: string;
  /** Connection string of the event store that this process shares with others; without it the events are in the data folder. */
  readonly shared?: string;
  /** File with the signing key, where it is given from outside; it is in the data folder otherwise. */
  readonly signingKeyFile?: string;
}

export interface OpenOnusOptions extends Placed {
  /** Scheme-less URL under which ledgers are named; only at the first use of a folder. */
  readonly origin?: string;
  /** Quota of the event file in pages of 4 KiB; unlimited by default. */
  readonly maxPages?: number;
  readonly now?: () => Instant;
  /** Told of trouble with what is stored, in words for whoever runs it. */
  readonly onTrouble?: (what: string) => void;
}

export const keyPlace = ({ folder, signingKeyFile }: Placed): KeyPlace =>
  signingKeyFile === undefined ? folder : { file: signingKeyFile };

/**
 * Opens a data folder and what it holds, for this process alone, and the event store that it shares with others, where it does.
 *
 * @throws StoreLocked where another process holds the folder, StoreUnavailable where a file is damaged or the event store cannot be
 * reached, BadSettings where the folder is of another format, another origin or another installation, BadSigningKey where the key
 * cannot be used as it lies there, or is not the one with which the installation signs, BadWitnessFile where the list of witnesses
 * cannot be read.
 */
export async function openOnus({ origin, now, ...options }: OpenOnusOptions): Promise<Onus> {
  const { folder, shared, onTrouble } = options;
  if (shared === undefined) refuseMoved(folder);
  const storage = await openStorage(options);
  try {
    const { close, limitPages: _, ...kept } = storage;
    const { name, signer } = await (shared === undefined
      ? { name: folderSettings(folder, origin).origin, signer: signerOf(options) }
      : joinInstallation(kept.store, options, origin));
    if (nextPublicKey(keyPlace(options)) !== undefined) {
      onTrouble?.('A rotation of the signing key was begun and not finished: stop, and run "onus key rotate" again.');
    }
    const parts = { origin: name, ...kept, signer, witnesses: witnessesOf(folder), release: close };
    return new Onus({ ...parts, ...(now && { now }), ...(onTrouble && { onTrouble }) });
  } catch (error) {
    await storage.close();
    throw error;
  }
}

const signerOf = (placed: Placed): Signer => openSigningKey(keyPlace(placed), keyRegister(placed.folder));

/** A folder whose ledgers are elsewhere would go on with old ones, and sign two histories. @throws LedgersElsewhere */
function refuseMoved(folder: string): void {
  if (knownSettings(folder)?.shared === true) throw new LedgersElsewhere(folder);
}

/** Becomes a replica of the installation that an event store has, or begins it. @throws BadSettings, BadSigningKey, or the store's error */
async function joinInstallation(store: EventStore, placed: Placed, asked?: string) {
  const { folder } = placed;
  const before = knownSettings(folder);
  const known = await readInstallation(store);
  if (known !== undefined) {
    adoptSettings(folder, known, { before, asked });
    return { name: known.origin, signer: signerOf(placed) };
  }
  if (before?.shared !== true && hasEvents(folder)) {
    const mend = 'move them with "onus migrate", or begin with another folder';
    throw new BadSettings(folder, 'this folder has ledgers of its own, and the event store has none', mend);
  }
  const { origin } = folderSettings(folder, asked);
  const key = publicKeyText(signerOf(placed));
  const stated = await stateKey(store, { origin, signingKeys: [] }, key);
  // Another replica may have been faster: then this one is of the other's installation, and a name that was made up counts for nothing.
  adoptSettings(folder, stated, { before, asked });
  return { name: stated.origin, signer: signerOf(placed) };
}
