import { beforeEach, describe, expect, it } from '@jest/globals';
import { ed25519OfSeed, nodeSha256, verifyEd25519 } from '#ledger-store/node-crypto';
import { MemoryEventStore } from '#ledger-store/memory-event-store';
import type { EventStore } from '#ledger-store/event-store';
import { ledgerKey } from '#ledger-store/receipts/own-checkpoint';
import { leafHash } from '#transparency/merkle/hashing';
import { TileBuilder } from '#transparency/tiles/builder';
import { hashesOfTiles } from '#transparency/tiles/reader';
import type { TrustPolicy } from '#transparency/policy/policy';
import { satisfies } from '#transparency/policy/evaluation';
import { SealContradicted, Sealer, type LedgerTree } from '#sealing/seals/sealer';
import { sealStream, SealStreams } from '#sealing/seals/seal-stream';
import { SealingRounds, type AfterFailure, type Every } from '#sealing/seals/sealing-rounds';
import { Witnesses } from '#sealing/witnessing/witnesses';
import { reaching, TableWitness, type Mood } from './table-witness.ts';

const PAIR = ed25519OfSeed(new Uint8Array(32).fill(9));
const DAY = 24 * 3_600_000;
const nameOf = (engagement: string): string => `onus.example/engagements/${engagement}`;

/** Ledgers of entries that are made up, and the clock by which they are sealed. */
class Setting {
  readonly store: EventStore = new MemoryEventStore();
  readonly seals = new SealStreams(this.store);
  readonly client = new TableWitness('client', 1);
  readonly other = new TableWitness('other', 2);
  /** How often a tree was looked at. */
  looks = 0;
  now = 1_800_000_000_000;
  readonly #entries = new Map<string, string[]>();

  grow(engagement: string, ...entries: readonly string[]): void {
    this.#entries.set(engagement, [...(this.#entries.get(engagement) ?? []), ...entries]);
  }

  rewrite(engagement: string, ...entries: readonly string[]): void {
    this.#entries.set(engagement, [...entries]);
  }

  tree(engagement: string): LedgerTree {
    this.looks++;
    const tiles = new Map<string, Uint8Array>();
    const builder = TileBuilder.begin(nodeSha256);
    for (const entry of this.#entries.get(engagement) ?? []) builder.append(leafHash(nodeSha256, Buffer.from(entry)));
    for (const { level, index, bytes } of builder.partial()) tiles.set(`${level}/${index}`, bytes);
    const hashes = hashesOfTiles(nodeSha256, builder.size, (level, index) => tiles.get(`${level}/${index}`)!);
    return { size: builder.size, root: builder.root(), hashes };
  }

  /** A sealer that remembers nothing, as after a restart. */
  sealer(witnesses = this.witnesses()): Sealer {
    return new Sealer({
      seals: this.seals,
      witnesses,
      signer: { publicKey: PAIR.publicKey, sign: PAIR.signOnThread },
      nameOf,
      sizeOf: (engagement) => Promise.resolve(this.#entries.get(engagement)?.length ?? 0),
      treeOf: (engagement) => Promise.resolve(this.tree(engagement)),
      now: () => this.now,
    });
  }

  witnesses(): Witnesses {
    return new Witnesses({
      witnesses: [this.client.witness, this.other.witness],
      now: () => this.now,
      timeoutMs: 50,
      fetch: reaching(this.client, this.other),
    });
  }

  /** Who cosigned a seal, by the names of the policy. */
  async cosigners(engagement: string): Promise<readonly string[]> {
    const { note } = (await this.seals.newest(engagement))!;
    const policy: TrustPolicy = {
      logs: [{ key: ledgerKey(nameOf(engagement), PAIR.publicKey), url: undefined }],
      witnesses: [this.client.witness, this.other.witness],
      quorum: { kind: 'none' },
    };
    const verdict = satisfies(policy, note, verifyEd25519);
    if (!verdict.ok) throw new Error(verdict.detail);
    return verdict.witnessed.map(({ witness }) => witness.name);
  }
}

let setting: Setting;
beforeEach(() => {
  setting = new Setting();
});

const sizes = async (engagement = 'a'): Promise<readonly number[]> => {
  const all: number[] = [];
  for await (const { size } of setting.seals.all(engagement)) all.push(size);
  return all;
};

describe('Sealing a ledger', () => {
  it('stores what the log signed and the witnesses cosigned, as it grows, each continuing the one before', async () => {
    const sealer = setting.sealer();
    expect(await sealer.seal('a')).toBeUndefined();
    for (const entry of ['one', 'two', 'three']) {
      setting.grow('a', entry);
      await sealer.seal('a');
      expect(await setting.cosigners('a')).toEqual(['client', 'other']);
    }
    expect(await sizes()).toEqual([1, 2, 3]);
    expect(setting.client.requests).toEqual([
      { oldSize: 0, size: 1 },
      { oldSize: 1, size: 2 },
      { oldSize: 2, size: 3 },
    ]);
  });

  it('does not even look at the tree of one that has nothing new, until a day has passed: then silence is sealed', async () => {
    const sealer = setting.sealer();
    setting.grow('a', 'one');
    await sealer.seal('a');
    setting.looks = 0;
    setting.now += DAY - 1;
    await sealer.seal('a');
    expect({ sizes: await sizes(), looks: setting.looks }).toEqual({ sizes: [1], looks: 0 });
    setting.now += 1;
    setting.client.now += 86_400;
    await sealer.seal('a');
    expect(await sizes()).toEqual([1, 1]);
    // A day is counted from what the witnesses said, also by a process that has just begun.
    await setting.sealer().seal('a');
    expect(await sizes()).toEqual([1, 1]);
  });

  it.each<[Mood, RegExp]>([
    ['down', /cannot be reached: refused/],
    ['silent', /cannot be reached/],
    ['broken', /answers 500/],
    ['forging', /does not hold/],
    ['babbling', /cannot be read/],
    ['endless', /far too long/],
    ['beyond time', /at no time/],
  ])('goes on without a witness that is %s, and says what is wrong with it', async (mood, error) => {
    const witnesses = setting.witnesses();
    const sealer = setting.sealer(witnesses);
    setting.other.mood = mood;
    setting.grow('a', 'one');
    await sealer.seal('a');
    expect(await setting.cosigners('a')).toEqual(['client']);
    expect(witnesses.states('a')).toEqual([
      expect.objectContaining({ witness: 'client', cosignedSize: 1, cosignedAt: 1_800_000_000, error: null }),
      expect.objectContaining({
        witness: 'other',
        cosignedSize: 0,
        cosignedAt: null,
        error: expect.stringMatching(error),
      }),
    ]);
    setting.other.mood = 'well';
    setting.now += 31_000;
    setting.grow('a', 'two');
    await sealer.seal('a');
    expect(await setting.cosigners('a')).toEqual(['client', 'other']);
    expect(witnesses.states('a')[1]).toMatchObject({ cosignedSize: 2, error: null });
  });

  it('reads no more of an answer than one can have', async () => {
    setting.other.mood = 'endless';
    setting.grow('a', 'one');
    await setting.sealer().seal('a');
    expect(setting.other.taken).toBeLessThan(200_000);
  });

  it('is not kept from sealing silence by a witness whose clock is years ahead', async () => {
    setting.client.now += 365 * 86_400;
    setting.grow('a', 'one');
    await setting.sealer().seal('a');
    const again = setting.sealer();
    await again.seal('a');
    setting.now += DAY;
    await again.seal('a');
    expect(await sizes()).toEqual([1, 1]);
  });

  it('waits for a witness that is down once, and then leaves it in peace for a while', async () => {
    const sealer = setting.sealer();
    setting.other.mood = 'silent';
    for (const engagement of ['a', 'b', 'c']) {
      setting.grow(engagement, 'one');
      await sealer.seal(engagement);
    }
    setting.other.mood = 'well';
    setting.grow('a', 'two');
    await sealer.seal('a');
    // It was not asked: its pause is not over.
    expect(setting.other.requests).toEqual([]);
  });

  it('asks a witness that was missing again when it is back, also where nothing is new, and keeps who was there before', async () => {
    setting.other.mood = 'down';
    setting.grow('a', 'one');
    const sealer = setting.sealer();
    expect(await sealer.seal('a')).toMatchObject({ number: 0 });
    // It rests: nobody looks. Then it is missing still, and nothing is sealed for that.
    expect([await sealer.seal('a'), setting.looks]).toEqual([expect.objectContaining({ number: 0 }), 1]);
    setting.now += 31_000;
    expect(await sealer.seal('a')).toMatchObject({ number: 0 });
    [setting.other.mood, setting.client.mood] = ['well', 'down'];
    // As after a restart, which forgets who was asked.
    const again = setting.sealer();
    expect(await again.seal('a')).toMatchObject({ number: 1, size: 1 });
    expect(await setting.cosigners('a')).toEqual(['client', 'other']);
    const { looks } = setting;
    expect([await again.seal('a'), setting.looks]).toEqual([expect.objectContaining({ number: 1 }), looks]);
  });

  it('asks a witness that has seen another size again from there', async () => {
    const sealer = setting.sealer();
    setting.grow('a', 'one');
    // It stores the checkpoint, and its answer is worth nothing.
    setting.other.mood = 'forging';
    await sealer.seal('a');
    setting.other.mood = 'well';
    setting.grow('a', 'two');
    await sealer.seal('a');
    expect(setting.other.requests).toEqual([
      { oldSize: 0, size: 1 },
      { oldSize: 0, size: 2 },
      { oldSize: 1, size: 2 },
    ]);
    expect(await setting.cosigners('a')).toEqual(['client', 'other']);
  });

  it('signs nothing that contradicts what was sealed: rewritten, or shorter', async () => {
    setting.grow('a', 'one', 'two');
    await setting.sealer().seal('a');
    setting.rewrite('a', 'one', 'TWO', 'three');
    await expect(setting.sealer().seal('a')).rejects.toThrow(SealContradicted);
    setting.rewrite('a', 'one');
    await expect(setting.sealer().seal('a')).rejects.toThrow('it has 1 entries only');
    expect(await sizes()).toEqual([2]);
  });

  it('takes what another process sealed meanwhile for its own', async () => {
    const [mine, theirs] = [setting.sealer(), setting.sealer()];
    setting.grow('a', 'one');
    await Promise.all([mine.newest('a'), theirs.newest('a')]);
    await theirs.seal('a');
    expect(await mine.seal('a')).toEqual(await theirs.newest('a'));
    expect(await setting.store.lastRevision(sealStream('a'))).toBe(0);
  });

  it('covers whatever came before it was asked, also where another process sealed less of it meanwhile', async () => {
    const [mine, theirs] = [setting.sealer(), setting.sealer()];
    setting.grow('a', 'one');
    await mine.seal('a');
    setting.grow('a', 'two');
    await theirs.seal('a');
    setting.grow('a', 'three');
    expect(await mine.seal('a')).toMatchObject({ number: 2, size: 3 });
    expect(await sizes()).toEqual([1, 2, 3]);
  });

  it('gives the newest seal, whoever made it', async () => {
    const [mine, theirs] = [setting.sealer(), setting.sealer()];
    expect(await mine.newest('a')).toBeUndefined();
    for (const entry of ['one', 'two']) {
      setting.grow('a', entry);
      const seal = await theirs.seal('a');
      expect(await mine.newest('a')).toEqual(seal);
    }
  });

  it('makes one seal at a time, and covers whatever came before it was asked', async () => {
    const sealer = setting.sealer();
    setting.grow('a', 'one');
    const first = sealer.seal('a');
    setting.grow('a', 'two');
    const [, second] = await Promise.all([first, sealer.seal('a'), sealer.seal('a')]);
    expect(second?.size).toBe(2);
    expect((await sizes()).at(-1)).toBe(2);
  });
});

describe('Rounds of sealing', () => {
  const ticks: { readonly milliseconds: number; readonly work: () => void; stopped: boolean }[] = [];
  const every: Every = (milliseconds, work) => {
    const tick = { milliseconds, work, stopped: false };
    ticks.push(tick);
    return () => void (tick.stopped = true);
  };
  const failures: string[] = [];
  beforeEach(() => {
    ticks.length = 0;
    failures.length = 0;
  });

  const rounds = (engagements: readonly string[], answer: AfterFailure = 'with-news'): SealingRounds =>
    new SealingRounds({
      sealer: setting.sealer(),
      engagements: () => engagements,
      every,
      onFailure: (engagement) => {
        failures.push(engagement);
        return answer;
      },
    });

  it('seal what was left when they begin, what is new every minute, and the rest at the end', async () => {
    setting.grow('a', 'one');
    const running = rounds(['a', 'b']);
    running.begin();
    await running.sweep();
    expect(await sizes('a')).toEqual([1]);
    expect(await sizes('b')).toEqual([]);
    setting.grow('b', 'one');
    running.note('b');
    const minute = ticks.find(({ milliseconds }) => milliseconds === 60_000)!;
    minute.work();
    await running.sealNews();
    expect(await sizes('b')).toEqual([1]);
    setting.grow('a', 'two');
    running.note('a');
    await running.end();
    expect(await sizes('a')).toEqual([1, 2]);
    expect(ticks.every(({ stopped }) => stopped)).toBe(true);
  });

  it('go on with the others where one cannot be sealed, and say which', async () => {
    setting.grow('a', 'one');
    await setting.sealer().seal('a');
    setting.rewrite('a', 'ONE', 'two');
    setting.grow('b', 'one');
    const running = rounds([]);
    for (const engagement of ['a', 'b']) running.note(engagement);
    await running.sealNews();
    expect(failures).toEqual(['a']);
    expect(await sizes('b')).toEqual([1]);
  });

  it('look again in the next one where that is expected to help', async () => {
    setting.grow('a', 'one');
    await setting.sealer().seal('a');
    setting.rewrite('a', 'ONE', 'two');
    const running = rounds([], 'in-next-round');
    running.note('a');
    await running.sealNews();
    setting.rewrite('a', 'one', 'two');
    await running.sealNews();
    await running.sealNews();
    expect(failures).toEqual(['a']);
    expect(await sizes('a')).toEqual([1, 2]);
  });
});
