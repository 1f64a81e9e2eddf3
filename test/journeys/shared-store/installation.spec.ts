import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openOnus, type OpenOnusOptions } from '#apps/ledger/src/runtime/open-onus';
import { streamOf, type Onus } from '#apps/ledger/src/runtime/onus';
import { openEngagement } from '#test/faults/service/writing/acts';
import { KurrentTestServer } from '#test/kurrentdb-server/server';
import { until } from '#test/until';
import { makeKeyFile } from '#sealing/key/key-file';

describe('An installation of several replicas', () => {
  let folder: string;
  let server: KurrentTestServer;
  const opened: Onus[] = [];
  const place = (name: string): string => join(folder, name);
  const open = async (name: string, more: Partial<OpenOnusOptions> = {}): Promise<Onus> => {
    const onus = await openOnus({ folder: place(name), shared: server.url, ...more });
    opened.push(onus);
    return onus;
  };

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'onus-installation-'));
    server = await KurrentTestServer.start();
    makeKeyFile(place('given.pem'));
  });
  afterEach(async () => {
    for (const onus of opened.splice(0)) await onus.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('has one key and one name, which the first replica brings and the others take over', async () => {
    const signingKeyFile = place('given.pem');
    const one = await open('one', { signingKeyFile, origin: 'onus.example' });
    const two = await open('two', { signingKeyFile });
    expect([two.origin, two.publicKey]).toEqual(['onus.example', one.publicKey]);
  });

  it('is joined by nobody without its key, with another key, or under another name', async () => {
    await open('one', { signingKeyFile: place('given.pem'), origin: 'onus.example' });
    await expect(open('two')).rejects.toThrow('the signing key is not there');
    makeKeyFile(place('other.pem'));
    await expect(open('three', { signingKeyFile: place('other.pem') })).rejects.toThrow('not the key with which');
    const named = open('four', { signingKeyFile: place('given.pem'), origin: 'other.example' });
    await expect(named).rejects.toThrow('named under onus.example, not under other.example');
    await expect(open('five', { signingKeyFile: place('none.pem') })).rejects.toThrow('restore it from where');
    expect(readdirSync(folder)).not.toContain('none.pem');
  });

  it('is begun by one of those that start at the same time, each with a key of its own', async () => {
    const started = await Promise.allSettled(['one', 'two', 'three'].map((name) => open(name)));
    const refused = started.flatMap((each) => (each.status === 'rejected' ? [String(each.reason)] : []));
    expect(refused).toHaveLength(2);
    // One that comes a moment later makes none, and misses the one that it was not given.
    for (const reason of refused) expect(reason).toContain('BadSigningKey');
  });

  it('is not begun beside ledgers that a folder has of its own, nor reached with a string that is none', async () => {
    await (await openOnus({ folder: place('own') })).close();
    await expect(open('own')).rejects.toThrow('onus migrate');
    const shared = 'kurrentdb://onus:secret@db?tls=false';
    await expect(openOnus({ folder: place('new'), shared })).rejects.toThrow('would never be sent');
    await expect(openOnus({ folder: place('new'), shared })).rejects.not.toThrow('secret');
  });

  it('forgets an erased text on every replica, and on their disks', async () => {
    const signingKeyFile = place('given.pem');
    const one = await open('one', { signingKeyFile });
    const two = await open('two', { signingKeyFile });
    const engagement = await openEngagement(one, 'contoso');
    const stream = streamOf(engagement);
    const { position } = await two.state(engagement);
    await two.read.reach(position, 120_000);
    await one.read.reach(position, 120_000);
    const names = ({ read }: Onus): readonly (string | null)[] => read.members(engagement).map(({ name }) => name);
    for (const replica of [one, two]) expect(names(replica)).toContain('Anna Meier');
    const entries = await one.store.readStream(stream, 0, 50);
    const commitments = entries.flatMap(({ bytes }) =>
      [
        ...Buffer.from(bytes)
          .toString()
          .matchAll(/"sealed":"([^"]+)"/g),
      ].map(([, commitment]) => commitment!),
    );
    const texts = await one.store.readDisclosures(stream, commitments);
    const { commitment } = texts.find(({ value }) => value === 'Anna Meier')!;
    expect(await one.store.eraseDisclosures(stream, [commitment])).toBe(1);
    for (const replica of [one, two]) {
      await until(() => !names(replica).includes('Anna Meier'));
      expect(names(replica)).toContain('Ben Ortiz');
    }
    const onDisk = (name: string): boolean =>
      readdirSync(place(name))
        .filter((file) => file.startsWith('texts.sqlite'))
        .some((file) => readFileSync(join(place(name), file)).includes('Anna Meier'));
    // What is not shown any more is overwritten a moment later, in the file and in its log.
    for (const name of ['one', 'two']) await until(() => !onDisk(name));
  });
});
