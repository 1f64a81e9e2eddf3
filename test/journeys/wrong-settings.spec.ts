import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openOnus } from '#apps/ledger/src/runtime/open-onus';
import { BuiltProduct } from '#test/faults/service/programs/built-product';
import { openEngagement } from '#test/faults/service/writing/acts';
import { onus as run } from './command-line/onus-command.ts';

type Settings = Readonly<Record<string, string>>;

const NOBODY = '192.0.2.1';

describe('What the service cannot begin with', () => {
  const folder = mkdtempSync(join(tmpdir(), 'onus-wrong-'));
  const place = (name: string): string => join(folder, name);
  const other: Server = createServer();
  let product: BuiltProduct;

  /** What it says, on one line, before it ends with 1. */
  async function said(settings: Settings): Promise<string> {
    const usual = { ONUS_DATA: place('new'), ONUS_PORT: '0' };
    const { code, errors } = await product.start('apps/ledger/src/main.ts', [], { ...usual, ...settings }).ended;
    expect({ code, lines: errors.split('\n').length }).toEqual({ code: 1, lines: 2 });
    return errors;
  }

  /** A data folder that was begun, in which something is not as it should be. */
  async function spoilt(name: string, spoil: (at: (file: string) => string) => void): Promise<Settings> {
    await (await openOnus({ folder: place(name) })).close();
    spoil((file) => join(place(name), file));
    return { ONUS_DATA: place(name) };
  }

  const insteadOf = (file: string) => (at: (file: string) => string) => {
    rmSync(at(file), { force: true });
    mkdirSync(at(file), { mode: 0o700 });
  };

  beforeAll(async () => {
    product = await BuiltProduct.build(place('built'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    other.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is a variable, which it names with what it may say', async () => {
    const wrong = {
      ONUS_PORT: ['80a', '0 to 65535'],
      ONUS_HOST: [NOBODY, 'write an address of this machine'],
      ONUS_ORIGIN: ['https://onus.example', 'without a scheme'],
      ONUS_STORE: ['postgres://db', 'write sqlite, or kurrentdb://'],
      ONUS_SHARE: ['5/4', 'like 2/4'],
      ONUS_LEDGERS_IN_MEMORY: ['0', '1 to 1000000'],
      ONUS_LEDGERS_MEBIBYTES: ['1GB', '1 to 1048576'],
      ONUS_SIGNING_KEY_FILE: [place('none.pem'), 'openssl genpkey'],
    };
    for (const [variable, [value, mend]] of Object.entries(wrong)) {
      const errors = await said({ ONUS_DATA: place(variable), [variable]: value! });
      expect(errors).toContain(variable === 'ONUS_SIGNING_KEY_FILE' ? value : variable);
      expect(errors).toContain(mend);
    }
  });

  it('is a port that another program has', async () => {
    const { port } = other.address() as AddressInfo;
    const errors = await said({ ONUS_PORT: `${port}` });
    expect(errors).toContain(`ONUS_PORT="${port}" cannot be used: another program listens on 127.0.0.1:${port}`);
  });

  it('is a data folder that is none, or below one', async () => {
    writeFileSync(place('file'), '');
    for (const data of [place('file'), join(place('file'), 'data')])
      expect(await said({ ONUS_DATA: data })).toContain(data);
  });

  it('is a file of the data folder that cannot be read', async () => {
    const files = ['keys.json', 'onus.json', 'witnesses.policy', 'signing-key.pem', 'snapshots.sqlite'];
    for (const [i, file] of files.entries()) {
      expect(await said(await spoilt(`unreadable-${i}`, insteadOf(file)))).toContain(file);
    }
  });

  it('is a folder of ledgers that does not say who they are: it becomes nobody else', async () => {
    const settings = await spoilt('nameless', () => {});
    const onus = await openOnus({ folder: place('nameless') });
    await openEngagement(onus, 'contoso');
    await onus.close();
    for (const file of ['onus.json', 'signing-key.pem']) rmSync(join(place('nameless'), file));
    expect(await said(settings)).toContain(`${join(place('nameless'), 'onus.json')}: it is missing`);
    expect(readdirSync(place('nameless'))).not.toContain('signing-key.pem');
  });

  it('is a folder that a newer version began', async () => {
    const settings = await spoilt('newer-settings', (at) => writeFileSync(at('onus.json'), '{"format":2}'));
    expect(await said(settings)).toContain('onus.json: no settings of a format that this version knows');
    const events = await spoilt('newer-events', (at) => {
      const database = new DatabaseSync(at('events.sqlite'));
      database.exec('PRAGMA user_version = 3');
      database.close();
    });
    expect(await said(events)).toContain('run the version of Onus that wrote it');
  });

  it('is an event store that nobody reaches', async () => {
    const errors = await said({ ONUS_STORE: 'kurrentdb://127.0.0.1:9?tls=false' });
    expect(errors).toContain('the event store cannot be reached: check the connection string');
    expect(errors).toContain('127.0.0.1:9');
  });

  it('is told by the command line with the same words', async () => {
    writeFileSync(place('no-folder'), '');
    const { exit, stderr } = await run(['demo', '--data', place('no-folder')]);
    expect({ exit, stderr }).toEqual({ exit: 4, stderr: expect.stringContaining(place('no-folder')) });
  });
});
