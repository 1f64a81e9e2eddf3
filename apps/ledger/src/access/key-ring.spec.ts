import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StoreUnavailable } from '#ledger-store/event-store';
import { faulty } from '#ledger-store/faults/faulty-event-store';
import { MemoryEventStore } from '#ledger-store/memory-event-store';
import { KeyMadeBefore, KeyRing } from './key-ring.ts';
import { BrokenKeysFile } from './keys-file.ts';

describe('The key ring', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'onus-keys-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const file = (): string => join(folder, 'keys.json');

  it('knows a key that it made, and no other', async () => {
    const keys = KeyRing.open(folder);
    const { id, key } = await keys.create({ label: 'Anna', owner: true });
    expect(await keys.authenticate(key)).toMatchObject({ id, label: 'Anna', owner: true, bindings: [] });
    const last = key.at(-1) === 'A' ? 'B' : 'A';
    expect(await keys.authenticate(key.slice(0, -1) + last)).toBeNull();
    expect(await keys.authenticate(`onus_${'0'.repeat(15)}_${key.slice(-43)}`)).toBeNull();
    expect(await keys.authenticate('')).toBeNull();
    expect(await keys.authenticate(`${key} `)).toBeNull();
  });

  it('keeps neither the key nor its secret, in a file that only its owner can read', async () => {
    const { key } = await KeyRing.open(folder).create({ label: 'Anna' });
    const text = readFileSync(file(), 'utf8');
    expect(text).not.toContain(key);
    expect(text).not.toContain(key.slice(-43));
    expect(statSync(file()).mode & 0o777).toBe(0o600);
  });

  it('makes keys of 256 random bits', async () => {
    const keys = KeyRing.open(folder);
    const made = await Promise.all(Array.from({ length: 5 }, (_, i) => keys.create({ label: `${i}` })));
    const secrets = made.map(({ key }) => Buffer.from(key.slice(-43), 'base64url'));
    expect(secrets.every((secret) => secret.length === 32)).toBe(true);
    expect(new Set(made.map(({ id }) => id)).size).toBe(5);
    expect(await keys.list()).toHaveLength(5);
  });

  it('binds a key to one member of an engagement, and keeps the first', async () => {
    const keys = KeyRing.open(folder);
    const { id, key } = await keys.create({ label: 'Ben', bindings: [{ engagement: 'a', member: 'm5' }] });
    await keys.bind(id, 'b', 'm7');
    await keys.bind(id, 'b', 'm8');
    const bindings = [
      { engagement: 'a', member: 'm5' },
      { engagement: 'b', member: 'm7' },
    ];
    expect((await keys.authenticate(key))?.bindings).toEqual(bindings);
    expect((await KeyRing.open(folder).authenticate(key))?.bindings).toEqual(bindings);
  });

  it('admits a key as the member alone that it is bound to, for as long as it is', async () => {
    const keys = KeyRing.open(folder);
    const { id } = await keys.create({ label: 'Ben', bindings: [{ engagement: 'a', member: 'm5' }] });
    expect(await keys.admits(id, 'a', 'm5')).toBe(true);
    expect(await keys.admits(id, 'a', 'm6')).toBe(false);
    expect(await keys.admits(id, 'b', 'm5')).toBe(false);
    await keys.bind(id, 'b', 'm7');
    await keys.release(id, 'a');
    expect(await keys.admits(id, 'a', 'm5')).toBe(false);
    expect(await keys.admits(id, 'b', 'm7')).toBe(true);
    await keys.revoke(id);
    expect(await keys.admits(id, 'b', 'm7')).toBe(false);
  });

  it('ends a key for good', async () => {
    const keys = KeyRing.open(folder);
    const { id, key } = await keys.create({ label: 'Ben' });
    expect(await keys.revoke(id)).toBe(true);
    expect(await keys.revoke(id)).toBe(false);
    expect(await keys.revoke('unknown')).toBe(false);
    expect(await keys.authenticate(key)).toBeNull();
    expect(await keys.list()).toMatchObject([{ id, revokedAt: expect.any(String) }]);
  });

  it('sees what another process did: a new key at once, a revoked one within its time', async () => {
    let now = 1_000_000;
    const service = KeyRing.open(folder, () => now);
    const other = KeyRing.open(folder);
    const { id, key } = await other.create({ label: 'from the command line' });
    expect((await service.authenticate(key))?.id).toBe(id);
    await other.revoke(id);
    now += 250;
    expect(await service.authenticate(key)).toBeNull();
  });

  it('loses no key when two change the file at once', async () => {
    const one = KeyRing.open(folder);
    const two = KeyRing.open(folder);
    await Promise.all(Array.from('abcdefgh').map((label, i) => (i % 2 === 0 ? one : two).create({ label })));
    expect(new Set((await one.list()).map(({ label }) => label))).toEqual(new Set('abcdefgh'));
  });

  it('makes one key for one request', async () => {
    const keys = KeyRing.open(folder);
    const { id } = await keys.create({ label: 'Ben', request: 'r1' });
    await expect(keys.create({ label: 'Ben', request: 'r1' })).rejects.toThrow(KeyMadeBefore);
    expect((await keys.list()).map((key) => key.id)).toEqual([id]);
  });

  it('refuses a damaged file by name rather than begin anew', () => {
    for (const text of ['{', '[]', '{"version":2,"keys":[]}', '']) {
      writeFileSync(file(), text);
      expect(() => KeyRing.open(folder)).toThrow(BrokenKeysFile);
      expect(() => KeyRing.open(folder)).toThrow(file());
    }
  });
});

describe('The key ring of replicas that share an event store', () => {
  it('has what any of them did: a new key at once, a revoked one within its time', async () => {
    const store = new MemoryEventStore();
    let now = 1_000_000;
    const [one, two] = [KeyRing.shared(store), KeyRing.shared(store, () => now)];
    const { id, key } = await one.create({ label: 'Ben', bindings: [{ engagement: 'a', member: 'm5' }] });
    expect(await two.authenticate(key)).toMatchObject({ id, label: 'Ben' });
    await one.revoke(id);
    now += 250;
    expect(await two.authenticate(key)).toBeNull();
    expect(await two.admits(id, 'a', 'm5')).toBe(false);
  });

  it('lets nobody in with a key that was revoked long ago, also while another request is being looked up', async () => {
    const store = new MemoryEventStore();
    let now = 1_000_000;
    const [one, two] = [KeyRing.shared(store), KeyRing.shared(store, () => now)];
    const { id, key } = await one.create({ label: 'Ben' });
    expect(await two.authenticate(key)).toMatchObject({ id });
    await one.revoke(id);
    now += 3_600_000;
    expect(await Promise.all([two.authenticate(key), two.authenticate(key)])).toEqual([null, null]);
  });

  it('lets nobody in as of long ago while the store cannot be asked, and shares no look that began too early', async () => {
    const store = new MemoryEventStore();
    let now = 1_000_000;
    const [one, two] = [KeyRing.shared(store), KeyRing.shared(store, () => now)];
    const { id, key } = await one.create({ label: 'Ben' });
    expect(await two.authenticate(key)).toMatchObject({ id });
    const last = store.lastRevision.bind(store);
    const answered = Promise.withResolvers<void>();
    store.lastRevision = async (stream) => {
      const revision = await last(stream);
      store.lastRevision = last;
      await answered.promise;
      return revision;
    };
    now += 250;
    const before = two.authenticate(key);
    await one.revoke(id);
    now += 250;
    const after = two.authenticate(key);
    answered.resolve();
    expect([await before, await after]).toEqual([expect.objectContaining({ id }), null]);
    store.lastRevision = () => Promise.reject(new StoreUnavailable('planned'));
    now += 250;
    const asked = [two.authenticate(key), two.authenticate(key)].map((each) => each.catch((error: unknown) => error));
    expect(await Promise.all(asked)).toEqual([expect.any(StoreUnavailable), expect.any(StoreUnavailable)]);
  });

  it('knows what was revoked also where it read that for a change that came to nothing', async () => {
    const store = new MemoryEventStore();
    let now = 1_000_000;
    const [one, two] = [KeyRing.shared(store), KeyRing.shared(store, () => now)];
    const { id, key } = await one.create({ label: 'Ben', request: 'r1' });
    expect(await two.authenticate(key)).toMatchObject({ id });
    await one.revoke(id);
    await expect(two.create({ label: 'Ben', request: 'r1' })).rejects.toThrow(KeyMadeBefore);
    now += 250;
    expect(await two.authenticate(key)).toBeNull();
  });

  it('looks again where its clock was put back', async () => {
    const store = new MemoryEventStore();
    let now = 1_000_000;
    const [one, two] = [KeyRing.shared(store), KeyRing.shared(store, () => now)];
    const { id, key } = await one.create({ label: 'Ben' });
    expect(await two.authenticate(key)).toMatchObject({ id });
    await one.revoke(id);
    now -= 500_000;
    expect(await two.authenticate(key)).toBeNull();
  });

  it('loses no key when all of them change some at once, over a store that conflicts and forgets to answer', async () => {
    const faults = ['conflicts', undefined, 'fails-but-persists', 'fails-and-does-not', undefined] as const;
    const store = faulty(new MemoryEventStore(), ({ nth }) => faults[nth % faults.length]);
    const rings = Array.from({ length: 4 }, () => KeyRing.shared(store));
    await Promise.all(Array.from('abcdefghijkl').map((label, i) => rings[i % 4]!.create({ label })));
    for (const ring of rings) {
      expect((await ring.list()).map(({ label }) => label).toSorted()).toEqual(Array.from('abcdefghijkl'));
    }
  });

  it('makes one key for one request, whichever of them is asked', async () => {
    const store = new MemoryEventStore();
    const { id } = await KeyRing.shared(store).create({ label: 'Ben', request: 'r1' });
    const again = KeyRing.shared(store).create({ label: 'Ben', request: 'r1' });
    await expect(again).rejects.toMatchObject({ name: 'KeyMadeBefore', id });
  });

  it('keeps neither keys nor secrets', async () => {
    const store = new MemoryEventStore();
    const { key } = await KeyRing.shared(store).create({ label: 'Anna' });
    const entries = await store.readAll(0, 10);
    expect(entries).toHaveLength(1);
    expect(entries.some(({ bytes }) => Buffer.from(bytes).includes(key.slice(-43)))).toBe(false);
  });
});
