import { Buffer } from 'node:buffer';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { run } from './program.ts';

const folder = mkdtempSync(join(tmpdir(), 'onus-program-'));

async function onus(...args: readonly string[]) {
  let [stdout, stderr] = ['', ''];
  const io = {
    out: (text: string) => void (stdout += text),
    err: (text: string) => void (stderr += text),
    stdin: () => Promise.resolve(Buffer.from('')),
    watched: false,
    columns: undefined,
  };
  const exit = await run(args, io, { dataFolder: join(folder, 'data'), key: undefined, origin: undefined });
  return { exit, stdout, stderr };
}

describe('onus', () => {
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('prints its commands and its exit codes when it is asked for help', async () => {
    const { exit, stdout, stderr } = await onus('--help');
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
    for (const word of ['who', 'import', 'matrix', 'rebuild', 'serve', 'Exit codes:', '70'])
      expect(stdout).toContain(word);
  });

  it.each([['import'], ['change', 'propose'], ['who']])('explains %s %s with the global options', async (...words) => {
    const { exit, stdout } = await onus(...words, '--help');
    expect(exit).toBe(0);
    expect(stdout).toContain('--engagement <slug>');
    expect(stdout).toContain('--server <url>');
  });

  it('prints its version', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(await onus('--version')).toMatchObject({ exit: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('prints help to standard error, and fails, where nothing is asked', async () => {
    const { exit, stdout, stderr } = await onus();
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
    expect(stderr).toContain('Usage: onus');
  });

  it('guesses what was meant by a command that it does not know', async () => {
    const { exit, stderr } = await onus('whom', 'LOG-03');
    expect({ exit, stderr }).toEqual({
      exit: 2,
      stderr: `onus: unknown command 'whom' (Did you mean who?). See "onus --help".\n`,
    });
  });

  it('tells faults in JSON where answers are wanted in JSON', async () => {
    const { exit, stdout, stderr } = await onus('timeline', '--engagement', 'x', '--limit', '0', '--json');
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
    expect(JSON.parse(stderr)).toMatchObject({ type: 'urn:onus:problem:cli/usage', code: 'cli/usage' });
  });

  it.each([
    ['two formats', 'matrix', '--engagement', 'x', '--csv', '--json'],
    ['no UUID', 'member', 'add', 'X', '--engagement', 'x', '--party', 'p1', '--command-id', '7'],
    ['an unknown role', 'member', 'add', 'X', '--engagement', 'x', '--party', 'p1', '--role', 'boss'],
    ['a folder and a server', 'engagements', '--data', 'x', '--server', 'http://localhost'],
    [
      'half a period',
      'evidence',
      'add',
      'f',
      '--engagement',
      'x',
      '--task',
      'T',
      '--covers-from',
      '2026-01-01T00:00:00Z',
    ],
    ['a map for a feed', 'import', 'f', '--engagement', 'x', '--format', 'assignments', '--map', 'cloud-gov'],
    [
      'a mode for a matrix',
      'import',
      'f',
      '-e',
      'x',
      '--format',
      'matrix-csv',
      '--effective',
      '2026-01-01T00:00Z',
      '--mode',
      'set',
    ],
    ['a key for nobody', 'key', 'create', '--label', 'x', '--engagement', 'x'],
  ])('refuses %s before it touches anything', async (_, ...args) => {
    const { exit, stdout, stderr } = await onus(...args);
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
    expect(stderr).toMatch(/^(?:onus: \S|\{"type":)/);
    expect(readdirSync(folder)).toEqual([]);
  });
});
