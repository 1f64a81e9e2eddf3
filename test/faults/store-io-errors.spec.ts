import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SqliteEventStore } from '#sqlite-store/sqlite-event-store';
import { appenderDisclosure, appenderEntry } from './appender-entries.ts';
import { ChildProgram, type Ended, programOf } from './child-program.ts';
import { runSeed } from './random.ts';
import { acknowledgedIn, acknowledgements, auditStore } from './store-audit.ts';

const WRITERS = 8;
/** In units of 512 bytes: 3 MB, which the log reaches first. */
const LARGEST_FILE = 6_000;

/** Runs the appender where no file may grow beyond a limit: a write to the log then fails for good, in the midst of a commit. */
const limitedAppender = (file: string): ChildProgram =>
  new ChildProgram('sh', [
    '-c',
    `ulimit -f ${LARGEST_FILE} && exec "$@"`,
    'sh',
    process.execPath,
    ...programOf('appender.ts'),
    ...['--file', file, '--run', '1', '--seed', `${runSeed()}`, '--writers', `${WRITERS}`],
  ]);

describe('A store whose log can no longer be written', () => {
  let folder: string;
  let file: string;
  let lines: readonly string[];
  let ended: Ended;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'onus-io-'));
    file = join(folder, 'events.sqlite');
    const child = limitedAppender(file);
    ended = await child.ended;
    lines = child.lines;
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const failure = (what: string): string | undefined =>
    lines.find((line) => line.startsWith(`failed ${what} `))?.split(' ')[2];

  it('says that it does not know what became of the commit, and takes nothing more', () => {
    expect(lines).toContain('limited');
    expect(ended).toEqual({ code: 0, signal: null, errors: '' });
    const failures = Array.from({ length: WRITERS }, (_, writer) => failure(`s${writer}`));
    expect(failures).toContain('OutcomeUnknown');
    expect(failures.filter((name) => name !== 'OutcomeUnknown' && name !== 'StoreUnavailable')).toEqual([]);
    expect([failure('append'), failure('read')]).toEqual(['StoreUnavailable', 'StoreUnavailable']);
  });

  it('has everything that was acknowledged when it is opened again, and takes the identical entries again', async () => {
    const acknowledged = lines.filter((line) => line.startsWith('ack ')).map(acknowledgedIn);
    expect(acknowledged.length).toBeGreaterThan(100);
    const store = await SqliteEventStore.open({ file });
    expect(await auditStore(store, acknowledged)).toEqual([]);
    for (let writer = 0; writer < WRITERS; writer++) {
      const stream = `s${writer}`;
      const known = acknowledged.filter((entry) => entry.stream === stream).length;
      const again = [appenderEntry('1', stream, known)];
      const { firstRevision } = await store.append(stream, known - 1, again, [appenderDisclosure(stream, known)]);
      acknowledged.push(...acknowledgements(stream, firstRevision, again));
    }
    expect(await auditStore(store, acknowledged)).toEqual([]);
    await store.close();
  });
});
