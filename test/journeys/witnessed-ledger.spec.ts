import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { policyLine } from '#apps/witness/src/identity/policy-line';
import { run } from '#apps/witness/src/commands/program';
import { nodeSha256, verifyEd25519 } from '#ledger-store/node-crypto';
import type { Seal } from '#sealing/seals/seal-stream';
import { formatVerifierKey, verifierKey } from '#transparency/note/key';
import { satisfies } from '#transparency/policy/evaluation';
import { parsePolicy } from '#transparency/policy/parsing';
import { RunningWitness } from '#test/conformance/witness/running-witness';
import { openEngagement, type Cast } from './http-story.ts';
import { RunningService } from './running-service.ts';

const AT = '/v1/engagements/contoso';

describe('A ledger whose client has a witness', () => {
  let service: RunningService;
  let witness: RunningWitness;
  let cast: Cast;
  let engagement: string;
  let origin: string;
  let vkey: string;

  beforeEach(async () => {
    // The client starts a witness and hands over a line; the operator writes it down.
    witness = await RunningWitness.start([], { MIRROR_SECONDS: '86400' });
    service = new RunningService();
    writeFileSync(join(service.folder, 'witnesses.policy'), `${policyLine(witness.open.vkey, witness.url)}\n`);
    await service.open();
    cast = await openEngagement(service);
    engagement = (await service.get(AT, cast.owner)).body.id;
    origin = `onus.example/engagements/${engagement}`;
    vkey = formatVerifierKey(verifierKey(nodeSha256, origin, 'ed25519', service.onus.publicKey));
    await follow();
  });
  afterEach(async () => {
    await service.stop();
    await witness.stop();
  });

  /** The operator hands over the key of the ledger; the client writes it down, with where to read it and a key of a viewer. */
  async function follow(): Promise<void> {
    writeFileSync(join(witness.folder, 'contoso.token'), `${cast.vera}\n`);
    witness.follow([`log ${vkey} ${service.url}${AT}/log`, `token ${origin} contoso.token`]);
    await witness.restart();
  }

  const add = (name: string) =>
    service.post(`${AT}/members`, cast.owner, {
      members: [{ party: 'p1', kind: 'person', name, roles: ['contributor'] }],
    });
  const seal = async (): Promise<Seal> => (await service.onus.sealing.sealer.seal(engagement))!;
  const trusted = ({ note }: Seal): object => {
    const policy = `log ${vkey}\n${policyLine(witness.open.vkey, undefined)}\nquorum witness.client.example\n`;
    return satisfies(parsePolicy(nodeSha256, Buffer.from(policy)), note, verifyEd25519);
  };
  const type = async (...args: string[]): Promise<string> => {
    const printed: Uint8Array[] = [];
    await run(
      args,
      () => witness.config,
      async (text) => void printed.push(Buffer.from(text)),
    );
    return Buffer.concat(printed).toString();
  };

  it('is cosigned and copied as it grows, and the copy is the ledger', async () => {
    for (const name of ['Dora', 'Emil', 'Fay']) {
      await add(name);
      const sealed = await seal();
      expect(trusted(sealed)).toMatchObject({ ok: true, checkpoint: { size: sealed.size } });
      expect(await witness.look(origin)).toBeUndefined();
    }
    const { size } = await seal();
    const entries = await service.onus.store.readStream(`engagement-${engagement}`, 0, size);
    expect(await type('entries', origin)).toBe(
      entries.map(({ bytes }) => `${Buffer.from(bytes).toString()}\n`).join(''),
    );
    expect(await type('check')).toMatch(
      new RegExp(`^${origin}: ${size} entries with the root [0-9a-f]{64}, as signed\n$`),
    );
    expect(witness.told).toEqual([]);
  });

  it('cannot be rewritten by whoever has its key and its disk', async () => {
    await add('Dora');
    await seal();
    await service.close();
    const before = `${service.folder}-before`;
    cpSync(service.folder, before, { recursive: true });
    await service.open();
    await add('Emil');
    await follow();
    const honest = await seal();
    expect(trusted(honest)).toMatchObject({ ok: true });
    expect(await witness.look(origin)).toBeUndefined();
    expect(witness.told).toEqual([]);

    // The operator puts an old copy back, and lets something else have happened.
    await service.close();
    rmSync(service.folder, { recursive: true });
    cpSync(before, service.folder, { recursive: true });
    rmSync(before, { recursive: true });
    await service.open();
    await add('Somebody else');
    const forged = await seal();
    expect(forged.size).toBe(honest.size);
    expect(trusted(forged)).toMatchObject({ ok: false, code: 'no-quorum' });
    expect(witness.open.alarms.all()).toMatchObject([{ kind: 'two-trees', origin, size: honest.size }]);
    expect(await witness.get('/readyz')).toMatchObject({ status: 503 });

    // It goes on as if nothing were; what is published is held against the copy as well.
    await add('Gus');
    expect(trusted(await seal())).toMatchObject({ ok: false, code: 'no-quorum' });
    await follow();
    await witness.look(origin);
    expect(witness.open.alarms.all().map(({ kind }) => kind)).toEqual(['two-trees', 'entries-differ']);
    expect(await type('alarms')).toContain(Buffer.from(honest.note).toString().split('\n')[2]);
  });
});
