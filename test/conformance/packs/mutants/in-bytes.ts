import { writeZip } from '#pack/zip/zip';
import type { Random } from '#test/faults/random';
import { pick, withFile, withManifestBytes, type Mutate } from './subject.ts';

type Change = (bytes: Uint8Array, random: Random) => Uint8Array;

const at = (random: Random, { length }: Uint8Array): number => random.between(0, length - 1);
const joined = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(parts));

/** What happens to bytes on the way, and what happens to them at night. */
export const CHANGES: Readonly<Record<string, Change>> = {
  'a bit is flipped': (bytes, random) => {
    const changed = bytes.slice();
    changed[at(random, bytes)]! ^= 1 << random.between(0, 7);
    return changed;
  },
  'a byte is another': (bytes, random) => {
    const changed = bytes.slice();
    changed[at(random, bytes)] = random.between(0, 255);
    return changed;
  },
  'two bytes are exchanged': (bytes, random) => {
    const changed = bytes.slice();
    const [a, b] = [at(random, bytes), at(random, bytes)];
    [changed[a], changed[b]] = [bytes[b]!, bytes[a]!];
    return changed;
  },
  'bytes are missing': (bytes, random) => {
    const from = at(random, bytes);
    return joined(bytes.subarray(0, from), bytes.subarray(from + random.between(1, 40)));
  },
  'bytes are there twice': (bytes, random) => {
    const from = at(random, bytes);
    const to = Math.min(bytes.length, from + random.between(1, 40));
    return joined(bytes.subarray(0, to), bytes.subarray(from, to), bytes.subarray(to));
  },
  'the end is missing': (bytes, random) => bytes.slice(0, at(random, bytes)),
  'something was put in': (bytes, random) => {
    const where = at(random, bytes);
    const more = Uint8Array.from({ length: random.between(1, 8) }, () => random.between(0, 255));
    return joined(bytes.subarray(0, where), more, bytes.subarray(where));
  },
  'a stretch is zeros': (bytes, random) => {
    const changed = bytes.slice();
    const from = at(random, bytes);
    return changed.fill(0, from, from + random.between(1, 512));
  },
};

const isSame = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** In the archive as it is. */
export const inArchive =
  (change: Change): Mutate =>
  (subject, random) => {
    const pack = change(subject.pack, random);
    return isSame(pack, subject.pack) ? undefined : { pack };
  };

/** In a file, of which the archive is brought up to date, but not the list. */
export const inFileUnlisted =
  (change: Change): Mutate =>
  (subject, random) => {
    const name = pick(random, [...subject.files.keys()]);
    const bytes = subject.files.get(name)!;
    return bytes.length === 0 ? undefined : { pack: writeZip(new Map(subject.files).set(name, change(bytes, random))) };
  };

/** In a file, of which the list and the archive are brought up to date. Not in `report.pdf`, which is for reading and proves nothing. */
export const inFile =
  (change: Change): Mutate =>
  (subject, random) => {
    const name = pick(
      random,
      [...subject.files.keys()].filter((each) => each !== 'manifest.json' && each !== 'report.pdf'),
    );
    const bytes = subject.files.get(name)!;
    if (bytes.length === 0) return undefined;
    const changed = change(bytes, random);
    return isSame(changed, bytes) ? undefined : { pack: withFile(subject, name, changed) };
  };

const TEXTS = ['entries.ndjson', 'checkpoint', 'disclosures.ndjson', 'report.html', 'VERIFY.md', 'manifest.json'];
const BOM = Uint8Array.of(0xef, 0xbb, 0xbf);

/** In the text of a file, as editors and mail programs do it. */
export const inText =
  (change: (text: Uint8Array) => Uint8Array): Mutate =>
  (subject, random) => {
    const name = pick(random, TEXTS);
    const changed = change(subject.files.get(name)!);
    if (isSame(changed, subject.files.get(name)!)) return undefined;
    if (name !== 'manifest.json') return { pack: withFile(subject, name, changed) };
    return { pack: withManifestBytes(subject, changed) };
  };

export const TEXT_CHANGES: Readonly<Record<string, (text: Uint8Array) => Uint8Array>> = {
  'a byte order mark comes first': (text) => joined(BOM, text),
  'lines end with CRLF': (text) =>
    Uint8Array.from(Buffer.from(Buffer.from(text).toString('latin1').replaceAll('\n', '\r\n'), 'latin1')),
  'an empty line follows': (text) => joined(text, Uint8Array.of(0x0a)),
  'the last newline is missing': (text) => (text.at(-1) === 0x0a ? text.slice(0, -1) : text),
  'a blank follows': (text) => joined(text, Uint8Array.of(0x20)),
  'it is UTF-16': (text) => Uint8Array.from(Buffer.from(`\ufeff${Buffer.from(text).toString()}`, 'utf16le')),
};
