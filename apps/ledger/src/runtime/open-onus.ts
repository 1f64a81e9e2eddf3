import { join } from 'node:path';
import type { Instant } from '#kernel/instant';
import type { EventStore } from '#ledger-store/event-store';
import type { LedgerRoom } from '#ledger-store/ledgers';
import type { Signer } from '#ledger-store/ports';
import type { Share } from '#ledger-store/shares/share';
import { nextPublicKey, openSigningKey, publicKeyText, type KeyPlace } from '#sealing/key/signing-key';
import { BadSigningKey } from '#sealing/key/key-file';
import { readWitnessFile } from '#sealing/witnessing/witness-file';
import type { TrustedWitness } from '#transparency/policy/policy';
import { CurrentKey } from './current-key.ts';
import { type Installation, readInstallation, stateKey } from './installation.ts';
import { Onus } from './onus.ts';
import {
  adoptSettings,
  BadSettings,
  folderSettings,
  keyRegister,
  knownSettings,
  refuseMoved,
  SettingsLost,
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
  /** The share of the engagements that this process looks after; without one, all of them. */
  readonly share?: Share | undefined;
  /** File with the signing key, where it is given from outside; it is in the data folder otherwise. */
  readonly signingKeyFile?: string;
}

export interface OpenOnusOptions extends Placed {
  /** Scheme-less URL under which ledgers are named; only at the first use of a folder. */
  readonly origin?: string;
  /** Quota of the event file in pages of 4 KiB; unlimited by default. */
  readonly maxPages?: number;
  readonly now?: () => Instant;
  /** What of the ledgers may stay in memory: 2,000 and 160 MiB by default. */
  readonly inMemory?: LedgerRoom;
  /** Told of trouble with what is stored, in words for whoever runs it. */
  readonly onTrouble?: (what: string) => void;
  /** For whoever replaces the signing key, and for nobody else: the old key signs, also when the new one was stated already. */
  readonly rotating?: boolean;
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
export async function openOnus({ origin, now, inMemory, ...options }: OpenOnusOptions): Promise<Onus> {
  const { folder, shared, share, onTrouble = () => {} } = options;
  if (shared === undefined) refuseMoved(folder);
  const storage = await openStorage(options);
  try {
    const { close, limitPages: _, ...kept } = storage;
    const { name, ...signing } = await (shared === undefined
      ? await inFolder(kept.store, options, origin)
      : joinInstallation(kept.store, { ...options, onTrouble }, origin));
    if (nextPublicKey(keyPlace(options)) !== undefined) {
      onTrouble('A rotation of the signing key was begun and not finished: stop, and run "onus key rotate" again.');
    }
    const parts = { origin: name, share, ...kept, ...signing, witnesses: witnessesOf(folder), release: close };
    return new Onus({ ...parts, onTrouble, ...(now && { now }), ...(inMemory && { inMemory }) });
  } catch (error) {
    await storage.close();
    throw error;
  }
}

/**
 * Who the installation is whose ledgers are in its folder. A folder that was put back without what it says of itself would get another
 * name and another key, and every receipt of before would look forged.
 *
 * @throws BadSettings, BadSigningKey, or the store's error
 */
async function inFolder(store: EventStore, placed: Placed, origin?: string) {
  const { folder } = placed;
  if (knownSettings(folder) === undefined && (await store.lastPosition()) > 0) throw new SettingsLost(folder);
  return { name: folderSettings(folder, origin).origin, signer: signerOf(placed) };
}

const signerOf = (placed: Placed): Signer => openSigningKey(keyPlace(placed), keyRegister(placed.folder));

interface Joining extends Placed {
  readonly rotating?: boolean;
  readonly onTrouble: (what: string) => void;
}

/** Becomes a replica of the installation that an event store has, or begins it. @throws BadSettings, BadSigningKey, or the store's error */
async function joinInstallation(store: EventStore, joining: Joining, asked?: string) {
  const { folder } = joining;
  const before = knownSettings(folder);
  const known = (await readInstallation(store)) ?? (await begunMeanwhile(folder, store));
  if (known !== undefined) {
    adoptSettings(folder, known, { before, asked });
    return asReplica(store, joining, known);
  }
  if (before?.shared !== true && hasEvents(folder)) {
    const mend = 'move them with "onus migrate", or begin with another folder';
    throw new BadSettings(folder, 'this folder has ledgers of its own, and the event store has none', mend);
  }
  const { origin } = folderSettings(folder, asked);
  const key = publicKeyText(signerOf(joining));
  const stated = await stateKey(store, { origin, signingKeys: [] }, key);
  // Another replica may have been faster: then this one is of the other's installation, and a name that was made up counts for nothing.
  adoptSettings(folder, stated, { before, asked });
  return asReplica(store, joining, stated);
}

/**
 * Whoever begins says who he is before he records anything. Entries of nobody were left by a move that was not finished: an installation
 * that began beside them would keep them, and could not be moved to any more.
 *
 * @throws BadSettings where there are entries, and no installation
 */
async function begunMeanwhile(folder: string, store: EventStore): Promise<Installation | undefined> {
  if ((await store.lastPosition()) === 0) return undefined;
  const known = await readInstallation(store);
  if (known !== undefined) return known;
  const mend = 'run "onus migrate" again and let it come to its end, or name an empty event store';
  throw new BadSettings(
    folder,
    'the event store has entries that were being moved into it, and no installation yet',
    mend,
  );
}

/** Signs as long as the installation does so with this key. @throws BadSigningKey where another one has taken its place */
function asReplica(store: EventStore, joining: Joining, installation: Installation) {
  const { rotating = false, onTrouble } = joining;
  const signer = signerOf(joining);
  const name = installation.origin;
  if (rotating) return { name, signer };
  refuseReplaced(joining, signer, installation);
  const currentKey = new CurrentKey(store, installation, ({ message }) =>
    onTrouble(`Nothing more is signed: ${message}`),
  );
  return { name, signer: currentKey.guard(signer), currentKey };
}

/** Of two keys that lie there while a rotation is under way the old one signs, until the new one is stated. @throws BadSigningKey */
function refuseReplaced(
  { folder, signingKeyFile = folder }: Placed,
  signer: Signer,
  { signingKeys }: Installation,
): void {
  if (publicKeyText(signer) === signingKeys.at(-1)) return;
  const mend = 'run "onus key rotate" again, which puts the new one in its place';
  throw new BadSigningKey(signingKeyFile, 'a key that was replaced by another one since, which lies beside it', mend);
}
