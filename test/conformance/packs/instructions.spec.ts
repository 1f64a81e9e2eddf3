import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readZip } from '#pack/zip/zip';
import { MAY } from '#responsibility/domain/examples/duties';
import { LEDGER } from '#test/model/replaying/entries-of';
import { Forgery } from '#test/model/replaying/story';
import { ledgerOf } from './random-packed-ledger.ts';
import { bytesOf, packOf, policyOf, signersOf } from './sample-packs.ts';

const NEEDED = ['sh', 'sha256sum', 'openssl', 'jq'];
const missing = NEEDED.filter((program) => spawnSync('sh', ['-c', `command -v ${program}`]).status !== 0);
const withPrograms = missing.length === 0 ? describe : describe.skip;

const signers = signersOf(LEDGER, ['ben.contoso.example']);
const ledger = { name: LEDGER, entries: bytesOf(new Forgery().entries()), disclosures: ledgerOf([]).disclosures };
const TOLD = [
  'files: as listed',
  'entry: in the tree of the checkpoint',
  'checkpoint: of this ledger',
  'Signature Verified Successfully',
];

withPrograms(`VERIFY.md, typed as it stands ${missing.length > 0 ? `(needs ${missing.join(', ')})` : ''}`, () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'onus-by-hand-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const path = (name: string): string => join(folder, name);

  /** Unpacks a pack, as a reader does. */
  function unpack(pack: Uint8Array): void {
    for (const [name, bytes] of readZip(pack)) {
      mkdirSync(dirname(path(name)), { recursive: true });
      writeFileSync(path(name), bytes);
    }
    writeFileSync(path('policy'), policyOf(signers));
  }

  /** Types every command of the document, and gives what is printed. */
  function typed(): string {
    const blocks = [...readFileSync(path('VERIFY.md'), 'utf8').matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(
      ([, block]) => block,
    );
    expect(blocks.length).toBeGreaterThan(3);
    const run = spawnSync('sh', ['-s'], { cwd: folder, input: blocks.join(''), encoding: 'utf8' });
    return run.stdout + run.stderr;
  }

  /** Which of the things that a reader waits for are told. */
  const told = (printed: string, lines: readonly string[] = TOLD): readonly string[] =>
    lines.filter((line) => printed.includes(line));

  it('shows of a genuine pack that an entry stands in the ledger that the key in the policy signed', () => {
    unpack(packOf(ledger, { about: 'task', task: 'LOG-03', effective: { at: MAY } }, signers));
    const all = [...TOLD, 'text: as sealed'];
    const printed = typed();
    expect(told(printed, all)).toEqual(all);
    expect(printed).not.toMatch(/not found|No such file|error/i);
  });

  it('does so in trees of every shape', () => {
    for (const size of [15, 16, 17, 25, ledger.entries.length]) {
      rmSync(folder, { recursive: true });
      const some = { ...ledger, entries: ledger.entries.slice(0, size) };
      unpack(packOf(some, { about: 'matrix', effective: { at: MAY } }, signers));
      expect(told(typed())).toEqual(TOLD);
    }
  });

  it('does not for an entry that was changed', () => {
    unpack(packOf(ledger, { about: 'task', task: 'LOG-03', effective: { at: MAY } }, signers));
    const entries = readFileSync(path('entries.ndjson'), 'utf8');
    writeFileSync(path('entries.ndjson'), entries.replaceAll('"kind":"person"', '"kind":"robots"'));
    expect(told(typed())).toEqual(TOLD.slice(2));
  });

  it('does not for a checkpoint by another key', () => {
    const thief = signersOf(LEDGER, ['ben.contoso.example']);
    unpack(packOf(ledger, { about: 'task', task: 'LOG-03', effective: { at: MAY } }, thief));
    writeFileSync(path('policy'), policyOf(signersOf(`${LEDGER}0`)).replace(`${LEDGER}0+`, `${LEDGER}+`));
    expect(told(typed())).toEqual(TOLD.slice(0, 3));
  });
});
