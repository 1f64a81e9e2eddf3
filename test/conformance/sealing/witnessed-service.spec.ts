import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { run } from '#apps/cli/src/program/program';
import { nodeSha256, verifyEd25519 } from '#ledger-store/node-crypto';
import { ledgerKey } from '#ledger-store/receipts/own-checkpoint';
import { RunningWitness } from '#test/conformance/witness/running-witness';
import { openEngagement, type Cast } from '#test/journeys/http-story';
import { RunningService } from '#test/journeys/running-service';
import { formatVerifierKey } from '#transparency/note/key';
import { satisfies } from '#transparency/policy/evaluation';
import { parsePolicy } from '#transparency/policy/parsing';

const at = '/v1/engagements/contoso';

describe('A service whose ledgers have a witness', () => {
  let service: RunningService;
  let witness: RunningWitness;
  let cast: Cast;
  let log: string;
  beforeAll(async () => {
    service = await RunningService.start();
    const ledger = `onus.example/engagements/${service.onus.engagementId('contoso')}`;
    log = `log ${formatVerifierKey(ledgerKey(ledger, service.onus.publicKey))}`;
    witness = await RunningWitness.start([log]);
    witness.now = Date.UTC(2026, 5, 1);
    writeFileSync(join(service.folder, 'witnesses.policy'), `witness client ${witness.open.vkey} ${witness.url}\n`);
    await service.restart();
    cast = await openEngagement(service);
  });
  afterAll(async () => {
    await service.stop();
    await witness.stop();
  });

  const checkpoint = async (): Promise<string> => (await service.get(`${at}/log/checkpoint`, cast.vera)).text;
  const status = async () => (await service.get(`${at}/log/witnesses`, cast.vera)).body;
  /** What the command line says of a server. */
  async function told(...args: readonly string[]): Promise<string> {
    let out = '';
    const io = {
      out: (text: string) => void (out += text),
      err: (text: string) => void (out += text),
      stdin: () => Promise.resolve(new Uint8Array()),
      watched: false,
      columns: undefined,
    };
    const environment = { dataFolder: 'nowhere', key: cast.vera, origin: undefined };
    expect(await run(['--server', service.url, ...args], io, environment)).toBe(0);
    return out;
  }

  it('gives out checkpoints that a policy which asks for the witness trusts', async () => {
    const policy = `${log}\nwitness client ${witness.open.vkey}\nquorum client\n`;
    const trusted = parsePolicy(nodeSha256, Buffer.from(policy));
    const verdict = satisfies(trusted, Buffer.from(await checkpoint()), verifyEd25519);
    expect(verdict).toMatchObject({ ok: true, witnessed: [{ timestamp: witness.now / 1_000 }] });
  });

  it('says what the witness has seen, also after a restart', async () => {
    const size = Number((await checkpoint()).split('\n')[1]);
    const seen = { witness: 'client', cosignedSize: size, cosignedAt: '2026-06-01T00:00:00Z', error: null };
    expect(await status()).toMatchObject({ sealed: { treeSize: size }, witnesses: [seen] });
    await service.restart();
    expect(await status()).toMatchObject({ witnesses: [seen] });
    expect(await told('witness', 'status', '--engagement', 'contoso')).toMatch(
      new RegExp(`^Sealed: ${size} entries, root .*\\nclient cosigned ${size} entries at 2026-06-01T00:00:00Z\\n$`),
    );
  });

  it('goes on sealing when the witness is down, and says so', async () => {
    await witness.end();
    await service.post(`${at}/parties`, cast.owner, { side: 'third', name: 'Fabrikam' });
    await service.onus.sealing.rounds.sealNews();
    const size = Number((await checkpoint()).split('\n')[1]);
    expect(await status()).toMatchObject({
      sealed: { treeSize: size },
      witnesses: [{ cosignedSize: size - 1, error: expect.stringMatching(/cannot be reached/) }],
    });
    expect(await told('witness', 'status', '--engagement', 'contoso')).toMatch(/; it cannot be reached: /);
    await witness.begin();
  });
});
