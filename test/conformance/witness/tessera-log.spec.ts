import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Copies } from '#apps/witness/src/mirror/copies';
import { openDatabase } from '#apps/witness/src/storage/database';
import { MIRROR_FILE } from '#apps/witness/src/storage/mirror-file';
import { MirrorStore } from '#apps/witness/src/storage/mirror-store';
import { parseCheckpoint } from '#transparency/checkpoint/checkpoint';
import { parseNote } from '#transparency/note/note';
import { join } from 'node:path';
import { utf8, vectorBytes, vectorJson, withVectors } from '../proofs/vectors.ts';
import { RunningWitness } from './running-witness.ts';

const FOLDER = 'tessera-testlog';

withVectors(FOLDER)('A witness that copies a log which Tessera wrote', () => {
  let server: Server;
  let witness: RunningWitness;
  let size = 0;
  const { leavesUtf8, verifierKey } = vectorJson<{ leavesUtf8: string[]; verifierKey: string }>(
    `${FOLDER}/keys-and-leaves.json`,
  );

  beforeAll(async () => {
    server = createServer((request, response) => {
      const path = request.url!.slice(1);
      try {
        response.end(vectorBytes(`${FOLDER}/testdata/log/${path === 'checkpoint' ? `checkpoint.${size}` : path}`));
      } catch {
        response.writeHead(404).end();
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    witness = await RunningWitness.start([`log ${verifierKey} http://127.0.0.1:${port}/`], { MIRROR_SECONDS: '86400' });
  });
  afterAll(async () => {
    await witness.stop();
    server.closeAllConnections();
    server.close();
  });

  const origin = verifierKey.slice(0, verifierKey.indexOf('+'));
  const checkpoint = (of: number): Uint8Array => vectorBytes(`${FOLDER}/testdata/log/checkpoint.${of}`);

  it('has its entries and the roots of all its sizes, growing with it', async () => {
    for (size = 0; size <= leavesUtf8.length; size++) expect(await witness.look(origin)).toBeUndefined();
    const database = openDatabase(join(witness.folder, 'copies.sqlite'), MIRROR_FILE);
    const store = new MirrorStore(database);
    const copy = store.find(origin)!;
    expect(copy).toMatchObject({ pulled: leavesUtf8.length, verified: leavesUtf8.length });
    expect([...store.entries(copy)].map((bytes) => new Uint8Array(bytes))).toEqual(leavesUtf8.map(utf8));
    for (let of = 1; of <= leavesUtf8.length; of++) {
      const { root } = parseCheckpoint(parseNote(checkpoint(of)).text);
      expect(new Copies(store, (what) => witness.told.push(what)).at(origin, of)?.root).toEqual(root);
    }
    database.close();
    expect(witness.told).toEqual([]);
  });
});
