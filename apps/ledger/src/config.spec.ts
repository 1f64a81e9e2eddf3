import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { BadConfig, readConfig } from './config.ts';

describe('The configuration of the service', () => {
  it('needs nothing: data beside it, reachable from this machine alone', () => {
    const usual = { folder: resolve('data'), host: '127.0.0.1', port: 4180, origin: undefined };
    expect(readConfig({})).toEqual(usual);
    expect(readConfig({ ONUS_DATA: '', ONUS_HOST: '', ONUS_PORT: '', ONUS_ORIGIN: '' })).toEqual(usual);
  });

  it('takes what the environment says', () => {
    expect(
      readConfig({ ONUS_DATA: '/srv/onus', ONUS_HOST: '::1', ONUS_PORT: '0', ONUS_ORIGIN: 'onus.example' }),
    ).toEqual({ folder: '/srv/onus', host: '::1', port: 0, origin: 'onus.example' });
  });

  it('refuses what is no port, by the name of the variable', () => {
    for (const port of ['x', '-1', '65536', '80.5', '0x50', '123456']) {
      expect(() => readConfig({ ONUS_PORT: port })).toThrow(BadConfig);
      expect(() => readConfig({ ONUS_PORT: port })).toThrow(`ONUS_PORT="${port}"`);
    }
  });
});
