import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { nodePackCrypto } from '#apps/ledger/src/packing/node-pack-crypto';
import { evidencePack } from '#apps/ledger/src/packing/evidence-packs';
import { policyLine } from '#apps/witness/src/identity/policy-line';
import { nodeSha256 } from '#ledger-store/node-crypto';
import type { RequestedQuestion } from '#pack/make-pack';
import type { PackVerdict } from '#pack/verify/verdict';
import { verifyPack } from '#pack/verify/verify-pack';
import { formatVerifierKey, verifierKey } from '#transparency/note/key';
import { RunningWitness } from '#test/conformance/witness/running-witness';
import { openEngagement, type Cast } from './http-story.ts';
import { onusAnswers } from './command-line/onus-command.ts';
import { RunningService } from './running-service.ts';

const AT = '/v1/engagements/contoso';
const MATRIX = { about: 'matrix', effective: { day: '2026-03-14' } } as const;
const PATIENCE = 300_000;

describe('A pack of a ledger whose client has a witness', () => {
  let service: RunningService;
  let witness: RunningWitness;
  let cast: Cast;
  let engagement: string;
  let log: string;

  beforeAll(async () => {
    witness = await RunningWitness.start([], { MIRROR_SECONDS: '86400' });
    service = new RunningService();
    writeFileSync(join(service.folder, 'witnesses.policy'), `${policyLine(witness.open.vkey, witness.url)}\n`);
    await service.open();
    cast = await openEngagement(service);
    engagement = (await service.get(AT, cast.owner)).body.id;
    const origin = `onus.example/engagements/${engagement}`;
    log = `log ${formatVerifierKey(verifierKey(nodeSha256, origin, 'ed25519', service.onus.publicKey))}`;
    witness.follow([`${log} ${service.url}${AT}/log`]);
    await witness.restart();
  }, PATIENCE);
  afterAll(async () => {
    await service.stop();
    await witness.stop();
  });

  /** The client's policy: its own witness must have cosigned. */
  const policy = (): string => `${log}\n${policyLine(witness.open.vkey, undefined)}\nquorum witness.client.example\n`;
  const verdictOn = (pack: Uint8Array, by = policy()): PackVerdict =>
    verifyPack(new Uint8Array(pack), by, nodePackCrypto);
  const packed = (asked: RequestedQuestion = MATRIX): Promise<Uint8Array> =>
    evidencePack(service.onus, engagement, asked);
  const size = async (): Promise<number> => (await service.onus.state(engagement)).size;
  const grow = (name: string) =>
    service.post(`${AT}/members`, cast.owner, { members: [{ party: 'p1', kind: 'person', name, roles: ['viewer'] }] });

  it(
    'is cosigned by it, and says when',
    async () => {
      expect(verdictOn(await packed())).toMatchObject({
        verdict: 'proven',
        treeSize: await size(),
        cosigned: [{ witness: 'witness.client.example', at: expect.stringMatching(/^20\d\d-.*Z$/) }],
      });
    },
    PATIENCE,
  );

  it(
    'is made under the newest sealed checkpoint where that covers the question, and sealed anew where it does not',
    async () => {
      const before = await size();
      const early = await packed();
      await grow('Gus');
      expect(await size()).toBe(before + 1);
      const again = await packed({ ...MATRIX, known: { treeSize: before } });
      expect(verdictOn(again)).toMatchObject({ verdict: 'proven', treeSize: before });
      expect(Buffer.compare(again, early)).toBe(0);
      expect(verdictOn(await packed())).toMatchObject({ verdict: 'proven', treeSize: before + 1 });
      await grow('Hal');
      expect(verdictOn(await packed({ ...MATRIX, known: { treeSize: before + 2 } }))).toMatchObject({
        treeSize: before + 2,
      });
      await expect(packed({ ...MATRIX, known: { treeSize: before + 3 } })).rejects.toThrow(/nothing is known yet/);
    },
    PATIENCE,
  );

  it(
    'is refuted by a policy that asks for a witness who was not there',
    async () => {
      const pack = await packed();
      const other = `${log}\n${policyLine(witness.open.vkey, undefined)}\nwitness late late.example+8e9f7a60+BA==\nquorum late\n`;
      expect(verdictOn(pack, other)).toMatchObject({ verdict: 'unreadable', code: 'bad-policy' });
      await witness.stop();
      await grow('Ivy');
      const alone = await packed();
      expect(verdictOn(alone)).toMatchObject({
        verdict: 'refuted',
        code: 'checkpoint-not-trusted',
        cause: 'no-quorum',
      });
      expect(verdictOn(alone, `${log}\nquorum none\n`)).toMatchObject({ verdict: 'proven', cosigned: [] });
      witness = await RunningWitness.start([], { MIRROR_SECONDS: '86400' });
    },
    PATIENCE,
  );

  it(
    'is proven after the key was replaced, under the old key and the new one',
    async () => {
      const before = await size();
      await packed();
      await service.close();
      await onusAnswers(['key', 'rotate', '--data', service.folder]);
      const trusted = await onusAnswers(['key', 'policy', '--engagement', 'contoso', '--data', service.folder]);
      await service.open();
      const old = await packed({ ...MATRIX, known: { treeSize: before } });
      await grow('Jil');
      const fresh = await packed();
      for (const pack of [old, fresh]) expect(verdictOn(pack, trusted)).toMatchObject({ verdict: 'proven' });
      expect(verdictOn(fresh, `${log}\nquorum none\n`)).toMatchObject({ code: 'checkpoint-not-trusted' });
    },
    PATIENCE,
  );
});
