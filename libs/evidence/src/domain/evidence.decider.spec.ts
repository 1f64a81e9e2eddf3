import { describe, it } from '@jest/globals';
import { cast, everybodyJoined } from '#engagement/domain/engagement.examples';
import { sha256 } from '#ledger-store/entry-codec';
import { JANUARY } from '#responsibility/domain/examples/duties';
import { defineTask } from '#responsibility/domain/responsibility.examples';
import { specificationOf } from '#rulebook/given-when-then';
import { rulebook } from '#rulebook/rulebook';
import { february, submit } from './evidence.examples.ts';

const given = specificationOf(rulebook, sha256);
const { meier, keller, ruiz, okafor, jansen, robot, auditor, viewer, stranger } = cast;

/** LOG-03 and LOG-04 are in the matrix: entries 15 and 16. */
const defined = [
  ...everybodyJoined,
  { command: defineTask('LOG-03', JANUARY), by: ruiz },
  { command: defineTask('LOG-04', JANUARY), by: ruiz },
];
/** Evidence e17. */
const submitted = [...defined, { command: submit(), by: robot }];

describe('Submitting evidence', () => {
  it('binds an artefact to a task by its digest, named after its entry', () => {
    const { ref, ...item } = submit({
      size: 48213,
      mediaType: 'application/pdf',
      collectedAt: '2026-03-01T05:00:00Z',
      sourceTool: 'siem-report 4.2',
    }).data;
    given(...defined)
      .when({ type: 'SubmitEvidence', data: { ref, ...item } }, { by: robot })
      .records({ type: 'EvidenceSubmitted', schema: 1, data: { evidenceId: 'e17', taskId: 't15', ...item } });
  });

  it('needs no more than a digest and a title', () => {
    const { ref, digest, title } = submit().data;
    given(...defined)
      .when({ type: 'SubmitEvidence', data: { ref, digest, title } }, { by: ruiz })
      .records({ type: 'EvidenceSubmitted', schema: 1, data: { evidenceId: 'e17', taskId: 't15', digest, title } });
  });

  it('is for owners, contributors and approvers of either side, persons or services', () => {
    for (const by of [meier, keller, ruiz, okafor, jansen, robot]) {
      given(...defined)
        .when(submit(), { by })
        .recordsTypes('EvidenceSubmitted');
    }
    for (const by of [auditor, viewer, stranger]) {
      given(...defined)
        .when(submit(), { by })
        .refuses('engagement/not-allowed');
    }
  });

  it('may take the place of earlier evidence of the same task, which stands', () => {
    const digest = `sha256:${'f5'.repeat(32)}`;
    const { title } = submit().data;
    given(...submitted)
      .when(submit({ digest, supersedes: 'e17' }), { by: ruiz })
      .records({
        type: 'EvidenceSubmitted',
        schema: 1,
        data: { evidenceId: 'e18', taskId: 't15', digest, covers: february, title, supersedes: 'e17' },
      });
  });
});

describe('Evidence is refused', () => {
  it('for a task that nobody defined', () => {
    given(...defined)
      .when(submit({ ref: 'LOG-99' }), { by: robot })
      .refuses('task/unknown');
  });

  const noDigests = [
    '',
    'e4'.repeat(32),
    `sha256:${'E4'.repeat(32)}`,
    `sha256:${'e4'.repeat(31)}`,
    `md5:${'e4'.repeat(16)}`,
  ];
  it.each(noDigests)('where the digest is none: "%s"', (digest) => {
    given(...defined)
      .when(submit({ digest }), { by: robot })
      .refuses('evidence/bad-digest');
  });

  it.each([february.from, JANUARY])('where the period that it covers ends before it begins, or at once: %s', (to) => {
    given(...defined)
      .when(submit({ covers: { from: february.from, to } }), { by: robot })
      .refuses('evidence/empty-period');
  });

  it('where it would take the place of evidence that the task does not have', () => {
    for (const change of [{ supersedes: 'e99' }, { supersedes: 'e17', ref: 'LOG-04' }]) {
      given(...submitted)
        .when(submit({ digest: `sha256:${'f5'.repeat(32)}`, ...change }), { by: robot })
        .refuses('evidence/unknown');
    }
  });

  it('where the same artefact was submitted for the task and period before, by whomever', () => {
    given(...submitted)
      .when(submit({ title: submit().data.title, sourceTool: 'by hand' }), { by: jansen })
      .refuses('evidence/already-submitted');
  });

  it('never because the same artefact shows another task or another period', () => {
    for (const change of [{ ref: 'LOG-04' }, { covers: { from: february.to, to: '2026-03-31T22:00:00Z' } }]) {
      given(...submitted)
        .when(submit(change), { by: robot })
        .recordsTypes('EvidenceSubmitted');
    }
  });
});
