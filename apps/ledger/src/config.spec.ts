import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { BadConfig, readConfig, withoutCredentials } from './config.ts';

describe('The configuration of the service', () => {
  it('needs nothing: data beside it, reachable from this machine alone', () => {
    const usual = { folder: resolve('data'), host: '127.0.0.1', port: 4180, origin: undefined, inMemory: {} };
    expect(readConfig({})).toEqual(usual);
    expect(readConfig({ ONUS_DATA: '', ONUS_HOST: '', ONUS_PORT: '', ONUS_ORIGIN: '' })).toEqual(usual);
  });

  it('takes what the environment says', () => {
    expect(
      readConfig({ ONUS_DATA: '/srv/onus', ONUS_HOST: '::1', ONUS_PORT: '0', ONUS_ORIGIN: 'onus.example' }),
    ).toEqual({ folder: '/srv/onus', host: '::1', port: 0, origin: 'onus.example', inMemory: {} });
  });

  it('refuses what is no port, by the name of the variable', () => {
    for (const port of ['x', '-1', '65536', '80.5', '0x50', '123456']) {
      expect(() => readConfig({ ONUS_PORT: port })).toThrow(BadConfig);
      expect(() => readConfig({ ONUS_PORT: port })).toThrow(`ONUS_PORT="${port}"`);
    }
  });

  it('keeps as many ledgers in memory as it is told, and as many bytes of them', () => {
    const said = { ONUS_LEDGERS_IN_MEMORY: '8000', ONUS_LEDGERS_MEBIBYTES: '512' };
    expect(readConfig(said).inMemory).toEqual({ most: 8_000, mostBytes: 512 * 1_048_576 });
    expect(readConfig({ ONUS_LEDGERS_IN_MEMORY: '1', ONUS_LEDGERS_MEBIBYTES: '' }).inMemory).toEqual({ most: 1 });
  });

  it('refuses what is no number of ledgers or MiB, by the name of the variable', () => {
    for (const variable of ['ONUS_LEDGERS_IN_MEMORY', 'ONUS_LEDGERS_MEBIBYTES']) {
      for (const value of ['0', '-1', '1.5', '160MiB', '1e3', '2000000', ' 5']) {
        expect(() => readConfig({ [variable]: value })).toThrow(BadConfig);
        expect(() => readConfig({ [variable]: value })).toThrow(`${variable}="${value}"`);
      }
    }
  });

  it('keeps events in the data folder, or in a store that replicas share', () => {
    expect(readConfig({ ONUS_STORE: 'sqlite' })).toEqual(readConfig({}));
    const shared = 'kurrentdb://onus:secret@db1:2113,db2:2113';
    expect(readConfig({ ONUS_STORE: shared, ONUS_SIGNING_KEY_FILE: '/run/key.pem' })).toMatchObject({
      shared,
      signingKeyFile: '/run/key.pem',
    });
    expect(readConfig({ ONUS_STORE: 'esdb+discover://db?tls=false' }).shared).toBe('esdb+discover://db?tls=false');
  });

  it('looks after everything, or after a share of the engagements', () => {
    const shared = 'kurrentdb://db:2113';
    expect(readConfig({ ONUS_STORE: shared, ONUS_SHARE: '2/4' }).share).toEqual({ group: 2, of: 4 });
    for (const all of ['', '1/1'])
      expect(readConfig({ ONUS_STORE: shared, ONUS_SHARE: all })).not.toHaveProperty('share');
    for (const share of ['0/4', '5/4', 'two', '2', '2/4/8', '-1/4', '1/2000']) {
      expect(() => readConfig({ ONUS_STORE: shared, ONUS_SHARE: share })).toThrow(
        `ONUS_SHARE="${share}" cannot be used`,
      );
    }
  });

  it('refuses what is no store, and tells no password', () => {
    for (const store of ['postgres://onus:secret@db', 'onus:secret@db:2113', 'kurrentdb://', 'data/events']) {
      const reading = (): unknown => readConfig({ ONUS_STORE: store });
      expect(reading).toThrow('ONUS_STORE=');
      expect(reading).not.toThrow('secret');
    }
  });

  it('shows where events are without what it takes to get in', () => {
    expect(withoutCredentials('esdb://onus:p@ss@db1:2113,db2?tls=true')).toBe('esdb://db1:2113,db2?tls=true');
    expect(withoutCredentials('esdb://db?tls=false')).toBe('esdb://db?tls=false');
  });
});
