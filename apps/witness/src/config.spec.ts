import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { BadConfig, readConfig } from './config.ts';

const SECRET = `whsec_${Buffer.alloc(24, 5).toString('base64')}`;

describe('The configuration of a witness', () => {
  it('needs nothing: data beside it, reachable from this machine alone', () => {
    const folder = resolve('witness-data');
    const usual = {
      folder,
      host: '127.0.0.1',
      port: 4181,
      prefix: '',
      name: undefined,
      logsFile: join(folder, 'logs.txt'),
      url: undefined,
      webhook: undefined,
      mirrorSeconds: 60,
    };
    expect(readConfig({})).toEqual(usual);
    expect(readConfig({ ONUS_WITNESS_DATA: '', ONUS_WITNESS_PORT: '', ONUS_WITNESS_WEBHOOK: '' })).toEqual(usual);
  });

  it('takes what the environment says', () => {
    const config = readConfig({
      ONUS_WITNESS_DATA: '/srv/witness',
      ONUS_WITNESS_HOST: '::1',
      ONUS_WITNESS_PORT: '0',
      ONUS_WITNESS_PREFIX: '/w1/',
      ONUS_WITNESS_NAME: 'witness.client.example',
      ONUS_WITNESS_LOGS: '/etc/witness/logs',
      ONUS_WITNESS_URL: 'https://witness.client.example/w1/',
      ONUS_WITNESS_WEBHOOK: 'https://hooks.client.example/onus',
      ONUS_WITNESS_WEBHOOK_SECRET: SECRET,
      ONUS_WITNESS_MIRROR_SECONDS: '5',
    });
    expect(config).toEqual({
      folder: '/srv/witness',
      host: '::1',
      port: 0,
      prefix: '/w1',
      name: 'witness.client.example',
      logsFile: '/etc/witness/logs',
      url: 'https://witness.client.example/w1',
      webhook: { url: 'https://hooks.client.example/onus', secret: Buffer.alloc(24, 5) },
      mirrorSeconds: 5,
    });
  });

  it.each([
    ['PORT', '65536'],
    ['PORT', '0x50'],
    ['MIRROR_SECONDS', '0'],
    ['PREFIX', 'witness'],
    ['PREFIX', '/a b'],
    ['PREFIX', '/:hash'],
    ['URL', 'witness.client.example'],
    ['WEBHOOK', 'ftp://hooks.example/'],
    ['WEBHOOK', 'https://me:secret@hooks.example/'],
  ])('refuses ONUS_WITNESS_%s=%s by its name', (name, value) => {
    expect(() => readConfig({ [`ONUS_WITNESS_${name}`]: value })).toThrow(BadConfig);
    expect(() => readConfig({ [`ONUS_WITNESS_${name}`]: value })).toThrow(`ONUS_WITNESS_${name}="${value}"`);
  });

  it('refuses a secret that is too short or for nobody, without showing it', () => {
    const withSecret =
      (secret: string, webhook = 'https://hooks.example/') =>
      () =>
        readConfig({ ONUS_WITNESS_WEBHOOK: webhook, ONUS_WITNESS_WEBHOOK_SECRET: secret });
    expect(withSecret('hunter2')).toThrow(/^ONUS_WITNESS_WEBHOOK_SECRET="…"/);
    expect(withSecret(`whsec_${Buffer.alloc(8).toString('base64')}`)).toThrow(BadConfig);
    expect(withSecret(SECRET, '')).toThrow(/^ONUS_WITNESS_WEBHOOK=""/);
  });
});
