import { describe, expect, it } from '@jest/globals';
import { ed25519OfSeed, nodeSha256 } from '#ledger-store/node-crypto';
import { formatVerifierKey, verifierKey, type KeyType } from '#transparency/note/key';
import { BadLogsFile, parseLogsFile } from './logs-file.ts';

const vkey = (name: string, seed = 1, type: KeyType = 'ed25519'): string =>
  formatVerifierKey(verifierKey(nodeSha256, name, type, ed25519OfSeed(new Uint8Array(32).fill(seed)).publicKey));
const read = (...lines: string[]): ReturnType<typeof parseLogsFile> => parseLogsFile(nodeSha256, lines.join('\n'));

describe('The file that says whom a witness follows', () => {
  it('names logs by their keys, and where their entries are', () => {
    const logs = read(
      '# Whom we follow.',
      '',
      `log ${vkey('onus.example/a')}`,
      `  log\t${vkey('onus.example/b')} https://onus.example/v1/engagements/b/log/ `,
      'token onus.example/b secrets/b.token',
      `log ${vkey('onus.example/a', 2)}`,
      `log ${vkey('tiles.example')} http://127.0.0.1:4180/log`,
      'token tiles.example t',
    );
    expect(logs).toMatchObject([
      {
        origin: 'onus.example/a',
        keys: [{ type: 'ed25519' }, { type: 'ed25519' }],
        url: undefined,
        tokenFile: undefined,
      },
      { origin: 'onus.example/b', url: 'https://onus.example/v1/engagements/b/log', tokenFile: 'secrets/b.token' },
      { origin: 'tiles.example', url: 'http://127.0.0.1:4180/log', tokenFile: 't' },
    ]);
    expect(read('', '# nobody')).toEqual([]);
  });

  const a = `log ${vkey('a.example')}`;
  it.each<[string, string[], number, string]>([
    ['an unknown word', [a, 'logs x'], 2, 'begin the line with log, token or #'],
    ['no key', ['log'], 1, 'write: log <vkey> [url]'],
    ['a key cut short', [a.slice(0, -3)], 1, 'copy the whole key'],
    ['a key with another id', [`log ${vkey('a.example').replace('+', 'b+')}`], 1, 'the id of a.exampleb is'],
    ['the key of a witness', [`log ${vkey('w.example', 1, 'cosignature')}`], 1, 'ask the operator for the log key'],
    ['a key twice', [a, '', a], 3, 'remove the line'],
    ['more than an address', [`${a} https://a.example/ x`], 1, 'write: log <vkey> [url]'],
    ['what is no address', [`${a} a.example/log`], 1, 'begins with https://'],
    ['another scheme', [`${a} file:///etc/passwd`], 1, 'begins with https://'],
    ['a password', [`${a} https://me:secret@a.example/`], 1, 'use a token line'],
    ['a query', [`${a} https://a.example/?key=1`], 1, 'leave out what follows'],
    [
      'two addresses',
      [`${a} https://a.example/`, `log ${vkey('a.example', 2)} https://b.example/`],
      2,
      'leave one of them',
    ],
    ['a token of nobody', ['token a.example x'], 1, 'above it'],
    ['a token without an address', [a, 'token a.example x'], 2, 'write: log <vkey> <url>'],
    ['half a token', [`${a} https://a.example/`, 'token a.example'], 2, 'write: token <origin> <file>'],
    ['a token twice', [`${a} https://a.example/`, 'token a.example x', 'token a.example y'], 3, 'remove the line'],
    ['a token in the clear', [`${a} http://a.example/`, 'token a.example x'], 2, 'use an https address'],
  ])('is refused with %s, naming line and mend', (_what, lines, line, mend) => {
    expect(() => read(...lines)).toThrow(BadLogsFile);
    expect(() => read(...lines)).toThrow(`line ${line}: `);
    expect(() => read(...lines)).toThrow(mend);
  });
});
