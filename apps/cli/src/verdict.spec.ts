import { describe, expect, it } from '@jest/globals';
import { Refusal } from '#kernel/refusal';
import { BrokenFile } from '#intake/broken-file';
import { StoreFull, StoreLocked, StoreUnavailable } from '#ledger-store/event-store';
import { PackTooLarge } from '#pack/pack-too-large';
import { NotYetKnown } from '#answers/point-in-time';
import { NotFound, NotThereYet, ProjectionStopped } from '#read-models/read-models';
import { problemOf, unreachable } from './client/server-problem.ts';
import { reading } from './input/broken-input.ts';
import { UsageError } from './usage-error.ts';
import { ReceiptFault } from '#ledger-store/receipts/receipt-fault';
import { AuditNotDone } from '#sealing/audit/thread/audit-thread';
import { BadSigningKey } from '#sealing/key/key-file';
import { verdictOf } from './verdict.ts';

describe('How a command ends', () => {
  it.each([
    [1, 'cli/absent', new NotFound('task', 'LOG-03')],
    [1, 'engagement/not-open', new Refusal('engagement/not-open', 'absent', 'x')],
    [2, 'cli/usage', new UsageError('what', 'How')],
    [2, 'cli/not-yet-known', new NotYetKnown(9, 3)],
    [2, 'cli/usage', new PackTooLarge(70_000, 65_527)],
    [3, 'approval/own-change', new Refusal('approval/own-change', 'forbidden', 'x')],
    [3, 'engagement/bad-slug', new Refusal('engagement/bad-slug', 'invalid', 'x')],
    [4, 'cli/folder-in-use', new StoreLocked('x')],
    [4, 'cli/store-full', new StoreFull('x')],
    [4, 'cli/receipt-fault', new ReceiptFault('onus.example/engagements/1', 'x')],
    [4, 'cli/storage', new StoreUnavailable('x')],
    [4, 'cli/storage', new BadSigningKey('signing-key.pem', 'x', 'y')],
    [4, 'cli/storage', new NotThereYet(9, 3)],
    [4, 'cli/storage', new AuditNotDone('the file is damaged')],
    [4, 'cli/storage', new ProjectionStopped('x')],
    [4, 'cli/storage', Object.assign(new Error('EROFS'), { syscall: 'open' })],
    [5, 'cli/unreachable', unreachable('http://127.0.0.1:1', new TypeError('fetch failed'))],
    [70, 'cli/fault', new TypeError('x is undefined')],
    [70, 'cli/fault', 'a string'],
  ])('with %d and %s', (exit, code, error) => {
    expect(verdictOf(error)).toMatchObject({ exit, problem: { code, type: `urn:onus:problem:${code}` } });
  });

  it.each([
    [1, 404, 'http/no-such-engagement'],
    [1, 421, 'http/other-share'],
    [2, 400, 'http/bad-instant'],
    [2, 422, 'http/invalid-body'],
    [2, 422, 'intake/quoting'],
    [3, 422, 'assignment/shared-without-parts'],
    [3, 403, 'approval/own-change'],
    [3, 409, 'approval/not-open'],
    [4, 507, 'http/store-full'],
    [5, 401, 'http/unauthenticated'],
    [5, 503, 'http/unavailable'],
    [5, 502, undefined],
  ])('with %d where the server answers %d %s', (exit, status, code) => {
    const { exit: found, problem } = verdictOf(
      problemOf(status, code === undefined ? '<html>' : { code, detail: 'x' }),
    );
    expect(found).toBe(exit);
    expect(problem).toMatchObject({ code: code ?? 'cli/server', status });
  });

  it('says of a broken file which one it was, where, and how to mend it', async () => {
    const broken = new BrokenFile('intake/quoting', { line: 3, column: 7 }, 'a quote', 'Close it');
    const error = await reading('m.csv', () => Promise.reject(broken)).catch((caught: unknown) => caught);
    expect(verdictOf(error)).toEqual({
      exit: 2,
      problem: {
        type: 'urn:onus:problem:intake/quoting',
        code: 'intake/quoting',
        title: 'The command, or what it was given to read, is not as it should be',
        detail: 'm.csv:3:7: a quote. Close it.',
        file: 'm.csv',
        line: 3,
        column: 7,
        mend: 'Close it',
      },
    });
  });
});
