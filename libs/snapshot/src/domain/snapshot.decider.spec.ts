import { describe, it } from '@jest/globals';
import { cast, everybodyJoined } from '#engagement/domain/engagement.examples';
import { sha256 } from '#ledger-store/entry-codec';
import { specificationOf } from '#rulebook/given-when-then';
import { rulebook } from '#rulebook/rulebook';
import type { SnapshotFormat } from './snapshot.events.ts';
import { take } from './snapshot.examples.ts';

const given = specificationOf(rulebook, sha256);
const { meier, keller, ruiz, okafor, jansen, robot, auditor, viewer, stranger } = cast;

/** Entries 0 to 14. */
const opened = everybodyJoined;
const SIZE = 15;

describe('Taking a snapshot', () => {
  it('seals the document by its digest and what it rests on, and is named after its entry', () => {
    given(...opened)
      .when(take(), { by: ruiz })
      .records({ type: 'SnapshotTaken', schema: 1, data: { snapshotId: 's15', ...take().data } });
  });

  it('is for owners, contributors and approvers of either side, persons or services', () => {
    for (const by of [meier, keller, ruiz, okafor, jansen, robot]) {
      given(...opened)
        .when(take(), { by })
        .recordsTypes('SnapshotTaken');
    }
    for (const by of [auditor, viewer, stranger]) {
      given(...opened)
        .when(take(), { by })
        .refuses('engagement/not-allowed');
    }
  });

  it('may rest on the first entry alone, and on all there are', () => {
    for (const treeSize of [1, SIZE]) {
      given(...opened)
        .when(take({ treeSize }), { by: ruiz })
        .recordsTypes('SnapshotTaken');
    }
  });

  it('may be done again: that both sides sealed the same is worth recording twice', () => {
    given(...opened, { command: take(), by: ruiz })
      .when(take(), { by: okafor })
      .records({ type: 'SnapshotTaken', schema: 1, data: { snapshotId: 's16', ...take().data } });
  });

  it('may find nothing in the matrix', () => {
    given(...opened)
      .when(take({ lines: 0 }), { by: ruiz })
      .recordsTypes('SnapshotTaken');
  });
});

describe('A snapshot is refused', () => {
  it.each([0, SIZE + 1, -1, 1.5, 2 ** 53])('where the ledger has no first %d entries', (treeSize) => {
    given(...opened)
      .when(take({ treeSize }), { by: ruiz })
      .refuses('snapshot/no-such-size');
  });

  const noRoots = [
    '',
    'k191pycH9V2X8hxutapVYaUyhJk919TZXHP7ovP8QGc',
    'k191pycH9V2X8hxutapVYaUyhJk919TZXHP7ovP8QGd=',
    'k191pycH9V2X8hxutapVYaUyhJk919TZXHP7ovP8QG-=',
    'k191pycH9V2X8hxutapVYaUyhJk919TZXHP7ovP8QGc=\n',
    'k191pycH9V2X8hxutapVYaUyhJk919TZXHP7ovP8QA==',
  ];
  it.each(noRoots)('where the root is none: "%s"', (root) => {
    given(...opened)
      .when(take({ root }), { by: ruiz })
      .refuses('snapshot/bad-root');
  });

  it.each(['', '5e'.repeat(32), `sha256:${'5E'.repeat(32)}`, `sha256:${'5e'.repeat(31)}`])(
    'where the digest is none: "%s"',
    (digest) => {
      given(...opened)
        .when(take({ digest }), { by: ruiz })
        .refuses('snapshot/bad-digest');
    },
  );

  it.each([-1, 0.5])('where %d is no number of lines', (lines) => {
    given(...opened)
      .when(take({ lines }), { by: ruiz })
      .refuses('snapshot/bad-count');
  });

  it('where it is of a format that nobody knows', () => {
    given(...opened)
      .when(take({ format: 'onus/matrix-snapshot/v9' as SnapshotFormat }), { by: ruiz })
      .refuses('snapshot/unknown-format');
  });
});
