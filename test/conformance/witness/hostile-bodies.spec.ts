import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BODY_LIMIT } from '#apps/witness/src/http/adapter';
import { formatAddCheckpoint } from '#witness/add-checkpoint';
import { RunningWitness } from './running-witness.ts';
import { SampleLog } from './sample-log.ts';

const MUTANTS = 5_000;
const AT_ONCE = 20;

const log = new SampleLog('onus.example/a').growTo(300);
const STORED = 113;
const SOUND = log.request(STORED, 257);

/** One change to bytes. */
type Mutation = (bytes: Buffer) => Buffer;

/** Where in the bytes, as a share of them. Without the bias that random numbers have here: towards the ends. */
const place = fc.noBias(fc.nat(999_999)).map((n) => n / 1_000_000);
const at = (bytes: Buffer, where: number): number => Math.floor(where * bytes.length);
const splice = (bytes: Buffer, from: number, to: number, ...between: Buffer[]): Buffer =>
  Buffer.concat([bytes.subarray(0, from), ...between, bytes.subarray(to)]);

const INSERTS = [
  '\n',
  '\n\n',
  ' ',
  '\r',
  '\0',
  '0',
  '=',
  'A',
  '\u2014 ',
  '+',
  '\ufeff',
  '\ud7ff',
  'old 113\n',
  '1e9',
  '-',
  '\t',
];

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  // Another size where the old one stands.
  fc.constantFrom('0', '112', '114', '257', '258', '0113', '1e2', '-1', '9007199254740993').map(
    (old): Mutation =>
      (bytes) =>
        splice(bytes, 4, Math.max(4, bytes.indexOf('\n')), Buffer.from(old)),
  ),
  fc.record({ where: place, bit: fc.nat(7) }).map(({ where, bit }): Mutation => (bytes) => {
    const copy = Buffer.from(bytes);
    copy[at(bytes, where)]! ^= 1 << bit;
    return copy;
  }),
  fc.record({ where: place, text: fc.constantFrom(...INSERTS) }).map(
    ({ where, text }): Mutation =>
      (bytes) =>
        splice(bytes, at(bytes, where), at(bytes, where), Buffer.from(text)),
  ),
  fc.record({ where: place, length: fc.integer({ min: 1, max: 60 }) }).map(
    ({ where, length }): Mutation =>
      (bytes) =>
        splice(bytes, at(bytes, where), at(bytes, where) + length),
  ),
  place.map(
    (where): Mutation =>
      (bytes) =>
        bytes.subarray(0, at(bytes, where)),
  ),
  fc.record({ where: place, noise: fc.uint8Array({ minLength: 1, maxLength: 80 }) }).map(
    ({ where, noise }): Mutation =>
      (bytes) =>
        splice(bytes, at(bytes, where), at(bytes, where) + noise.length, Buffer.from(noise)),
  ),
  fc.record({ from: place, to: place }).map(({ from, to }): Mutation => (bytes) => {
    const lines = bytes.toString('latin1').split('\n');
    const [i, j] = [Math.floor(from * lines.length), Math.floor(to * lines.length)];
    [lines[i], lines[j]] = [lines[j]!, lines[i]!];
    return Buffer.from(lines.join('\n'), 'latin1');
  }),
);

const mutant: fc.Arbitrary<Buffer> = fc
  .array(mutation, { minLength: 1, maxLength: 3 })
  .map((mutations) =>
    mutations.reduce<Buffer>((bytes, mutate) => (bytes.length === 0 ? bytes : mutate(bytes)), Buffer.from(SOUND)),
  );

describe('What a witness makes of hostile bodies', () => {
  let witness: RunningWitness;

  beforeAll(async () => {
    witness = await RunningWitness.start([`log ${log.vkey}`]);
    expect(await witness.post(log.request(0, STORED))).toMatchObject({ status: 200 });
  });
  afterAll(() => witness.stop());

  it(`refuses ${MUTANTS} mutants of a sound request, each for a reason, and does not fail`, async () => {
    const mutants = fc.sample(mutant, MUTANTS + 500).filter((bytes) => !bytes.equals(Buffer.from(SOUND)));
    const statuses = new Map<number, number>();
    const waiting = mutants.slice(0, MUTANTS);
    expect(waiting).toHaveLength(MUTANTS);
    const sender = async (): Promise<void> => {
      for (let body = waiting.pop(); body !== undefined; body = waiting.pop()) {
        const { status, text } = await witness.post(body);
        if (![400, 403, 404, 409, 422].includes(status))
          throw new Error(`${status} ${text}: ${body.toString('base64')}`);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, sender));
    expect([...statuses.keys()].toSorted((a, b) => a - b)).toEqual([400, 403, 404, 409, 422]);
    expect(witness.faults).toEqual([]);
    expect(witness.told).toEqual([]);
    // It was a sound request, and still is.
    expect(await witness.post(SOUND)).toMatchObject({ status: 200 });
  });

  it.each([
    ['nothing', ''],
    ['newlines', '\n'.repeat(10_000)],
    ['a proof without an end', `old 1\n${'A'.repeat(60_000)}`],
    ['no text at all', Buffer.from([0xff, 0xfe, 0xc0, 0x80])],
    ['a note without a body', 'old 1\n\n\n\n\u2014 a b\n'],
    ['a thousand hashes', `old 1\n${`${'A'.repeat(43)}=\n`.repeat(1_000)}\n`],
  ])('refuses %s', async (_what, body) => {
    expect(await witness.post(body)).toMatchObject({ status: 400 });
  });

  it('reads no more than 64 KiB', async () => {
    expect(await witness.post(Buffer.alloc(BODY_LIMIT + 1, 0x61))).toMatchObject({ status: 413 });
    expect(witness.faults).toEqual([]);
  });

  it('knows checkpoints by the whole hash of an origin and by nothing else', async () => {
    for (const path of [
      '/checkpoint',
      '//checkpoint',
      '/%00/checkpoint',
      `/${'a'.repeat(64)}/checkpoint`,
      '/../checkpoint',
      '/%/checkpoint',
    ]) {
      expect([400, 404]).toContain((await witness.get(path)).status);
    }
  });

  it('is asked by a signed checkpoint that is none', async () => {
    for (const text of [
      'onus.example/a\n',
      `onus.example/a\n5\n`,
      `onus.example/a\n05\n${'A'.repeat(43)}=\n`,
      `onus.example/a\n5\nAA==\n`,
    ]) {
      expect(await witness.post(formatAddCheckpoint({ oldSize: 0, proof: [], note: log.sign(text) }))).toMatchObject({
        status: 400,
      });
    }
    const extended = Buffer.from(log.checkpoint(200)).toString().split('\n\n')[0]!;
    const note = log.sign(`${extended}\nextension\n`);
    expect(await witness.post(formatAddCheckpoint({ oldSize: STORED, proof: [], note }))).toMatchObject({
      status: 400,
    });
  });
});
