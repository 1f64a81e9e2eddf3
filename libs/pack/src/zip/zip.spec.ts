import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 as crcOfNode } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { crc32 } from './crc32.ts';
import { centralHeader, END_BYTES } from './headers.ts';
import { isFileName, MAX_FILES, NotAnArchive, readZip, writeZip, type Files } from './zip.ts';

const text = (content: string): Uint8Array => new TextEncoder().encode(content);
const some: Files = new Map([
  ['manifest.json', text('{}')],
  ['entries.ndjson', text('{"a":1}\n')],
  ['proofs/41.tlog-proof', text('c2sp.org/tlog-proof@v1\n')],
  ['empty', text('')],
]);

const faultOf = (archive: Uint8Array): NotAnArchive => {
  try {
    readZip(archive);
  } catch (error) {
    if (error instanceof NotAnArchive) return error;
    throw error;
  }
  throw new Error('it was read');
};

const segment = fc.stringMatching(/^[A-Za-z0-9_-][A-Za-z0-9._-]{0,6}$/);
const archives = fc.dictionary(
  fc.array(segment, { minLength: 1, maxLength: 3 }).map((segments) => segments.join('/')),
  fc.uint8Array({ maxLength: 40 }),
  { maxKeys: 6 },
);
const filesOf = (record: Readonly<Record<string, Uint8Array>>): Files => new Map(Object.entries(record));

describe('An archive', () => {
  it('is read as it was written, in the order of names, whatever the order in which it was put together', () => {
    fc.assert(
      fc.property(archives, (record) => {
        const files = filesOf(record);
        const written = writeZip(files);
        expect(writeZip(new Map([...files].reverse()))).toEqual(written);
        const read = readZip(written);
        expect([...read.keys()]).toEqual([...files.keys()].sort());
        for (const [name, bytes] of files) expect([...read.get(name)!]).toEqual([...bytes]);
      }),
      { numRuns: 300 },
    );
  });

  it('is not read when any bit of it is another, but for what nobody can tell from another archive', () => {
    const written = writeZip(some);
    for (let bit = 0; bit < written.length * 8; bit++) {
      const changed = written.slice();
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => readZip(changed)).toThrow(NotAnArchive);
    }
  });

  it('is not read when it is cut, goes on, or begins later', () => {
    const written = writeZip(some);
    for (let length = 0; length < written.length; length++) {
      expect(() => readZip(written.subarray(0, length))).toThrow(NotAnArchive);
    }
    expect(() => readZip(Uint8Array.of(...written, 0))).toThrow(NotAnArchive);
    expect(() => readZip(Uint8Array.of(0, ...written))).toThrow(NotAnArchive);
    expect(() => readZip(Uint8Array.of(...written, ...written))).toThrow(NotAnArchive);
  });

  it('is not read when its directory is longer than its files ask for', () => {
    const written = writeZip(some);
    const end = written.length - END_BYTES;
    const hidden = centralHeader({ name: 'hidden', crc: 0, size: 0, offset: 0 });
    for (const more of [Uint8Array.of(0), hidden]) {
      const longer = Uint8Array.of(...written.subarray(0, end), ...more, ...written.subarray(end));
      const directory = new DataView(longer.buffer, end + more.length + 12);
      directory.setUint32(0, directory.getUint32(0, true) + more.length, true);
      expect(faultOf(longer)).toMatchObject({ where: 'the directory' });
    }
  });

  it('is read whatever bytes stand around it in memory', () => {
    const written = writeZip(some);
    const room = new Uint8Array(written.length + 20).fill(7);
    room.set(written, 9);
    expect(readZip(room.subarray(9, 9 + written.length)).get('manifest.json')).toEqual(text('{}'));
  });

  it.each([
    '',
    '/etc/passwd',
    '../a',
    'a/../b',
    'a/./b',
    './a',
    'a//b',
    'a/',
    'a\\b',
    'C:a',
    '.hidden',
    'a/.git',
    'a b',
    'ä',
    'a\0',
    'a'.repeat(256),
  ])('holds no file called %j', (name) => {
    expect(isFileName(name)).toBe(false);
    expect(() => writeZip(new Map([[name, text('x')]]))).toThrow(RangeError);
  });

  it('names what is wrong, and where', () => {
    const written = writeZip(some);
    const at = Buffer.from(written).indexOf('{"a":1}');
    expect(faultOf(written.with(at, 0x20))).toMatchObject({ where: 'entries.ndjson' });
  });

  it('holds no more files than its end record can count', () => {
    const many = new Map(Array.from({ length: MAX_FILES + 1 }, (_, i) => [`f${i}`, text('')] as const));
    expect(() => writeZip(many)).toThrow(RangeError);
  });

  it('has the checksums that others compute', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => expect(crc32(bytes)).toBe(crcOfNode(bytes))));
  });
});

const unzips = ((): boolean => {
  try {
    execFileSync('unzip', ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

(unzips ? describe : describe.skip)('An archive of ours (needs unzip)', () => {
  it('is taken apart by a program that others wrote', () => {
    const folder = mkdtempSync(join(tmpdir(), 'onus-zip-'));
    try {
      writeFileSync(join(folder, 'a.zip'), writeZip(some));
      execFileSync('unzip', ['-q', 'a.zip'], { cwd: folder });
      for (const [name, bytes] of some) expect(new Uint8Array(readFileSync(join(folder, name)))).toEqual(bytes);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
