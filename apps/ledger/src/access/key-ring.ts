import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { EventStore } from '#ledger-store/event-store';
import type { Binding, KeyRecord, KeyRecords } from './key-records.ts';
import { KeysFile } from './keys-file.ts';
import { KeysInStore } from './keys-in-store.ts';

export { BrokenKeysFile } from './keys-file.ts';

/** What is told of a key to those who may see the list. */
export type KeyView = Omit<KeyRecord, 'hash' | 'request'>;

export interface NewKey {
  readonly label: string;
  readonly owner?: boolean;
  readonly bindings?: readonly Binding[];
  /** Id of the request; the same id never makes a second key. */
  readonly request?: string;
}

/** The key that a request asked for was made before; its secret was shown then and is not kept. */
export class KeyMadeBefore extends Error {
  readonly id: string;

  constructor(id: string) {
    super(`Key ${id} was made by this request before.`);
    this.name = 'KeyMadeBefore';
    this.id = id;
  }
}

/** `onus_<id>_<secret>`: the id is 60 random bits, the secret 256, base64url. */
const KEY = /^onus_([0-9a-f]{15})_[A-Za-z0-9_-]{43}$/;

/** How long a change by another process may go unseen, in milliseconds. An unknown key is looked up at once. */
const LOOK_AGAIN_MS = 250;

/** The API keys of an installation. Keys are shown once; what is kept is their SHA-256, so the file opens no door. */
export class KeyRing {
  readonly #records: KeyRecords;
  readonly #now: () => number;
  #keys: ReadonlyMap<string, KeyRecord> = new Map();
  /** When the newest look began that has ended. */
  #lookedAt = -Infinity;
  /** The look that is under way. */
  #looking: Promise<void> | undefined;

  private constructor(records: KeyRecords, now: () => number) {
    this.#records = records;
    this.#now = now;
  }

  /** Opens the keys of a data folder, which must exist. @throws BrokenKeysFile */
  static open(folder: string, now: () => number = Date.now): KeyRing {
    const file = new KeysFile(folder);
    const ring = new KeyRing(file, now);
    ring.#hold(file.read());
    return ring;
  }

  /** The keys of an installation whose replicas share an event store. */
  static shared(store: EventStore, now: () => number = Date.now): KeyRing {
    return new KeyRing(new KeysInStore(store), now);
  }

  /** Makes a key. What it returns is the only time that the key is seen. @throws KeyMadeBefore */
  async create({ label, owner = false, bindings = [], request }: NewKey): Promise<{ id: string; key: string }> {
    const id = randomBytes(8).toString('hex').slice(1);
    const key = `onus_${id}_${randomBytes(32).toString('base64url')}`;
    const createdAt = new Date(this.#now()).toISOString();
    const record: KeyRecord = {
      id,
      hash: digestOf(key),
      label,
      createdAt,
      owner,
      bindings,
      ...(request !== undefined && { request }),
    };
    await this.#change((keys) => {
      const earlier = request === undefined ? undefined : keys.find((other) => other.request === request);
      if (earlier !== undefined) throw new KeyMadeBefore(earlier.id);
      return [...keys, record];
    });
    return { id, key };
  }

  /** The record of a key that is valid now; null for any other. Compares in constant time. */
  async authenticate(key: string): Promise<KeyRecord | null> {
    const id = KEY.exec(key)?.[1];
    if (id === undefined) return null;
    await this.#refresh(!this.#keys.has(id));
    const record = this.#keys.get(id);
    const given = Buffer.from(digestOf(key), 'latin1');
    const expected = Buffer.from(record?.hash ?? NO_HASH, 'latin1');
    const same = given.length === expected.length && timingSafeEqual(given, expected);
    return same && record !== undefined && record.revokedAt === undefined ? record : null;
  }

  /** Lets a key act as a member of an engagement. A binding that is there already stays as it is. */
  async bind(id: string, engagement: string, member: string): Promise<void> {
    if (this.#bound(id, engagement)) return;
    await this.#change((keys) =>
      keys.map((key) => {
        if (key.id !== id || key.bindings.some((binding) => binding.engagement === engagement)) return key;
        return { ...key, bindings: [...key.bindings, { engagement, member }] };
      }),
    );
  }

  /** Ends what a key may do in one engagement: the key itself, where it is good for nothing else. */
  async release(id: string, engagement: string): Promise<void> {
    const revokedAt = new Date(this.#now()).toISOString();
    await this.#change((keys) =>
      keys.map((key) => {
        if (key.id !== id || key.revokedAt !== undefined) return key;
        const bindings = key.bindings.filter((binding) => binding.engagement !== engagement);
        return key.owner || bindings.length > 0 ? { ...key, bindings } : { ...key, revokedAt };
      }),
    );
  }

  /** Whether a key may act as a member of an engagement now. */
  async admits(id: string, engagement: string, member: string): Promise<boolean> {
    await this.#refresh(false);
    const key = this.#keys.get(id);
    if (key === undefined || key.revokedAt !== undefined) return false;
    return key.owner || key.bindings.some((bound) => bound.engagement === engagement && bound.member === member);
  }

  /** Ends a key for good. False where there is none of that id, or it was revoked before. */
  async revoke(id: string): Promise<boolean> {
    const revokedAt = new Date(this.#now()).toISOString();
    let revoked = false;
    await this.#change((keys) =>
      keys.map((key) => {
        if (key.id !== id || key.revokedAt !== undefined) return key;
        revoked = true;
        return { ...key, revokedAt };
      }),
    );
    return revoked;
  }

  /** Takes over every key of another installation's ring that is not here, as it is. */
  async take(other: KeyRing): Promise<void> {
    await other.#refresh(true);
    await this.#change((keys) => {
      const here = new Set(keys.map(({ id }) => id));
      return [...keys, ...[...other.#keys.values()].filter(({ id }) => !here.has(id))];
    });
  }

  /** All keys, revoked ones included, without what could be used to act. */
  async list(): Promise<readonly KeyView[]> {
    await this.#refresh(true);
    return [...this.#keys.values()].map(({ hash: _hash, request: _request, ...view }) => view);
  }

  /** Nobody is let in as of long ago because somebody else is being looked up: he waits for that look, or for the one after it. */
  async #refresh(atOnce: boolean): Promise<void> {
    if (atOnce) return this.#look();
    const now = this.#now();
    // One that is under way may have begun too early; the second has not.
    for (let looks = 0; looks < 2 && !this.#hasLooked(now); looks++) await (this.#looking ?? this.#look());
  }

  /** A clock that was put back says nothing about how long ago it was. */
  #hasLooked(now: number): boolean {
    return now >= this.#lookedAt && now - this.#lookedAt < LOOK_AGAIN_MS;
  }

  #look(): Promise<void> {
    const began = this.#now();
    const look = async (): Promise<void> => {
      if (await this.#records.changed()) this.#hold(await this.#records.read());
      this.#lookedAt = began;
    };
    const looking = look().finally(() => {
      if (this.#looking === looking) this.#looking = undefined;
    });
    this.#looking = looking;
    return looking;
  }

  #bound(id: string, engagement: string): boolean {
    return this.#keys.get(id)?.bindings.some((binding) => binding.engagement === engagement) ?? false;
  }

  async #change(change: (keys: readonly KeyRecord[]) => readonly KeyRecord[]): Promise<void> {
    let known: readonly KeyRecord[] | undefined;
    try {
      const keys = await this.#records.change((before) => {
        known = before;
        const after = change(before);
        return { keys: after, result: after };
      });
      this.#hold(keys);
    } catch (error) {
      // What others did was read for it, and is not read again.
      if (known !== undefined) this.#hold(known);
      throw error;
    }
  }

  #hold(keys: readonly KeyRecord[]): void {
    this.#keys = new Map(keys.map((key) => [key.id, key]));
  }
}

const digestOf = (key: string): string => hash('sha256', key, 'hex');
const NO_HASH = '0'.repeat(64);
