import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MIRROR_FILE } from '#apps/witness/src/storage/mirror-file';
import { MirrorStore, type Copy } from '#apps/witness/src/storage/mirror-store';
import { openDatabase } from '#apps/witness/src/storage/database';
import { nodeSha256, verifyEd25519 } from '#ledger-store/node-crypto';
import { fromBase64, fromHex } from '#transparency/bytes';
import { openCheckpoint } from '#transparency/checkpoint/checkpoint';
import { verifyConsistency } from '#transparency/merkle/verification';
import { noteVerifier } from '#transparency/note/signing';
import { encodeBundle } from '#transparency/tiles/bundle';
import { formatAddCheckpoint } from '#witness/add-checkpoint';
import { RunningWitness } from './running-witness.ts';
import { SampleLog } from './sample-log.ts';
import { ServedLog } from './served-log.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('A witness that keeps a copy', () => {
  let log: SampleLog;
  let served: ServedLog;
  let witness: RunningWitness;

  beforeEach(async () => {
    log = new SampleLog('onus.example/a').growTo(700);
    served = await ServedLog.start(log);
  });
  afterEach(async () => {
    await witness.stop();
    await served.stop();
  });

  const start = async (...more: string[]): Promise<void> => {
    witness = await RunningWitness.start([`log ${log.vkey} ${served.url}`, ...more], { MIRROR_SECONDS: '86400' });
    await look();
  };
  const look = (): Promise<string | undefined> => witness.look(log.origin);
  const readCopy = <T>(read: (store: MirrorStore, copy: Copy) => T): T => {
    const database = openDatabase(join(witness.folder, 'copies.sqlite'), MIRROR_FILE);
    const store = new MirrorStore(database);
    const result = read(store, store.begin(log.origin));
    database.close();
    return result;
  };
  const sizes = (): object => readCopy((_, { pulled, verified }) => ({ pulled, verified }));
  const alarms = (): readonly object[] => witness.open.alarms.all().map(({ kind, size }) => ({ kind, size }));

  it('has every entry as the log signed it, and asks for each bundle once', async () => {
    await start();
    expect(sizes()).toEqual({ pulled: 700, verified: 700 });
    expect(readCopy((store, copy) => [...store.entries(copy)].map((bytes) => Buffer.from(bytes)))).toEqual(
      log.entries.map((bytes) => Buffer.from(bytes)),
    );
    expect(served.asked).toEqual([
      'checkpoint',
      'tile/entries/000',
      'tile/entries/001',
      'tile/entries/002.p/188',
      'checkpoint',
    ]);
    served.asked.length = 0;
    log.growTo(769);
    await look();
    await look();
    expect(sizes()).toEqual({ pulled: 769, verified: 769 });
    expect(served.asked).toEqual(['checkpoint', 'tile/entries/002', 'tile/entries/003.p/1', 'checkpoint']);
    expect(witness.told).toEqual([]);
  });

  it('goes on where it was broken off', async () => {
    served.instead.set('tile/entries/002.p/188', 503);
    await start();
    expect(sizes()).toEqual({ pulled: 512, verified: 0 });
    expect(witness.told).toEqual([expect.stringContaining('it answered 503')]);
    served.instead.clear();
    served.asked.length = 0;
    await witness.restart();
    await look();
    expect(served.asked).toEqual(['checkpoint', 'tile/entries/002.p/188', 'checkpoint']);
    expect(sizes()).toEqual({ pulled: 700, verified: 700 });
    expect(alarms()).toEqual([]);
  });

  it('takes the beginning of a full bundle where the partial one is gone', async () => {
    log.growTo(800);
    served.size = 700;
    served.instead.set('tile/entries/002.p/188', 404);
    await start();
    expect(sizes()).toEqual({ pulled: 700, verified: 700 });
  });

  it('shows the token that the file says, read anew each time', async () => {
    served.token = 'first';
    await start(`token ${log.origin} a.token`);
    expect(sizes()).toEqual({ pulled: 0, verified: 0 });
    expect(witness.told).toEqual([expect.stringContaining('a.token')]);
    writeFileSync(join(witness.folder, 'a.token'), 'first\n');
    await look();
    expect(sizes()).toEqual({ pulled: 700, verified: 700 });
  });

  it('holds it against nobody that a log cannot be read, or that somebody else answers for it', async () => {
    served.instead.set('checkpoint', utf8('<html>Sign in</html>'));
    await start();
    const troubles: [string, Uint8Array | number, string?][] = [
      ['checkpoint', new SampleLog('onus.example/a', 7).growTo(9).checkpoint()],
      ['checkpoint', 302],
      ['checkpoint', new Uint8Array(2_000_000), 'it sends more than 1000000 bytes'],
      ['tile/entries/001', utf8('<html>Sign in</html>')],
      ['tile/entries/001', 404],
      ['tile/entries/001', encodeBundle(log.entries.slice(256, 511))],
    ];
    for (const [path, answer, reason = path] of troubles) {
      served.instead.clear();
      served.instead.set(path, answer);
      expect(await look()).toContain(reason);
    }
    // Nobody is sent elsewhere, with or without a token.
    expect(served.asked).not.toContain('elsewhere');
    expect(alarms()).toEqual([]);
    served.instead.clear();
    await look();
    expect(sizes()).toEqual({ pulled: 700, verified: 700 });
  });

  it('raises an alarm where an entry is not what was signed, says which, and takes none of it', async () => {
    await start();
    log.growTo(900);
    const changed = log.entries.slice(768, 900);
    changed[5] = utf8('somebody else did it');
    served.instead.set('tile/entries/003.p/132', encodeBundle(changed));
    await look();
    await look();
    expect(alarms()).toEqual([{ kind: 'entries-differ', size: 900 }]);
    expect(witness.open.alarms.all()[0]!.detail).toMatch(/its own hashes differ from entry 773 on$/);
    expect(Buffer.from(witness.open.alarms.all()[0]!.held!)).toEqual(Buffer.from(log.checkpoint(700)));
    expect(sizes()).toEqual({ pulled: 700, verified: 700 });
    expect(await witness.get('/readyz')).toMatchObject({ status: 503 });
    served.instead.clear();
    await look();
    expect(sizes()).toEqual({ pulled: 900, verified: 900 });
  });

  it('finds out a log that shows others a second history, by the history that it copied', async () => {
    await start();
    const fork = log.forkAt(300).growTo(700, 'for the client');
    // Of any size, also one that was never cosigned; whatever the answer to the request is.
    const body = formatAddCheckpoint({ oldSize: 0, proof: [], note: fork.checkpoint(451) });
    expect(await witness.post(body)).toMatchObject({ status: 422 });
    expect(alarms()).toEqual([{ kind: 'forked', size: 451 }]);
    // What is before the fork is as good as ever.
    expect(await witness.post(fork.request(0, 300))).toMatchObject({ status: 200 });
    expect(await witness.post(fork.request(300, 451))).toMatchObject({ status: 422 });
    expect(await witness.post(log.request(300, 451))).toMatchObject({ status: 200 });
    convicts();
  });

  it('finds out a log that hands out another history than the one that it let cosign', async () => {
    served.size = 200;
    await start();
    const shown = log.forkAt(300).growTo(500, 'cosigned');
    expect(await witness.post(shown.request(0, 250))).toMatchObject({ status: 200 });
    expect(await witness.post(shown.request(250, 400))).toMatchObject({ status: 200 });
    expect(await witness.post(shown.request(0, 500))).toMatchObject({ status: 409 });
    expect(alarms()).toEqual([]);
    await look();
    // What cannot be judged makes the witness look at once; the same again does not.
    const looks = served.asked.length;
    expect(await witness.post(shown.request(0, 500))).toMatchObject({ status: 409 });
    expect(served.asked).toHaveLength(looks);
    served.size = undefined;
    expect(await witness.post(shown.request(0, 499))).toMatchObject({ status: 409 });
    await look();
    expect(alarms()).toEqual([
      { kind: 'forked', size: 400 },
      { kind: 'forked', size: 500 },
      { kind: 'forked', size: 499 },
    ]);
    convicts();
  });

  it('finds out a log whose published checkpoint is another than the cosigned one', async () => {
    await start();
    expect(await witness.post(log.request(0, 700))).toMatchObject({ status: 200 });
    served.log = log.forkAt(600).growTo(700, 'published');
    await look();
    expect(alarms()).toEqual([{ kind: 'two-trees', size: 700 }]);
    served.log = log.forkAt(650);
    await look();
    expect(alarms()).toHaveLength(1);
  });

  it('accuses nobody, and goes on cosigning, where its own copy is damaged', async () => {
    await start();
    await witness.post(log.request(0, 400));
    const damage = (sql: string): void => {
      const database = openDatabase(join(witness.folder, 'copies.sqlite'), MIRROR_FILE);
      database.exec(sql);
      database.close();
    };
    damage('UPDATE tiles SET hashes = zeroblob(8192) WHERE level = 0 AND place = 1');
    expect(await witness.post(log.request(400, 401))).toMatchObject({ status: 200 });
    expect(witness.told).toEqual([
      expect.stringMatching(/^The copy of onus\.example\/a is damaged: its tree of size 401/),
    ]);
    damage('DELETE FROM tiles');
    expect(await witness.post(log.request(401, 402))).toMatchObject({ status: 200 });
    expect(witness.told).toHaveLength(1);
    expect(alarms()).toEqual([]);
    expect(await witness.get('/readyz')).toMatchObject({ status: 200 });
  });

  /** Whether the evidence for forks convinces somebody who has the two notes and the proof, and nothing else. */
  function convicts(): void {
    const keys = [noteVerifier(log.key, verifyEd25519)];
    for (const { held, shown, detail } of witness.open.alarms.all()) {
      const [later, signed] = [held!, shown].map((note) => openCheckpoint(note, keys));
      if (later?.ok !== true || signed?.ok !== true) throw new Error('a note does not hold');
      const [what = '', , ...hashes] = detail.trimEnd().split('\n');
      const root = fromHex(/root ([0-9a-f]{64})/.exec(what)![1]!);
      const { size } = signed.checkpoint;
      const claim = { oldSize: size, newSize: later.checkpoint.size, oldRoot: root, newRoot: later.checkpoint.root };
      expect(verifyConsistency(nodeSha256, { ...claim, proof: hashes.map(fromBase64) })).toEqual({ ok: true });
      expect(signed.checkpoint.root).not.toEqual(root);
    }
  }
});
