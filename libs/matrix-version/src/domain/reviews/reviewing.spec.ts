import { describe, it } from '@jest/globals';
import { agree, lines } from '#approval/domain/examples/first-form';
import { cast, everybodyJoined } from '#engagement/domain/engagement.examples';
import { sha256 } from '#ledger-store/entry-codec';
import { definitions, FEBRUARY, JANUARY, MARCH } from '#responsibility/domain/examples/duties';
import { defineTask, matrixHeader, recordImport } from '#responsibility/domain/responsibility.examples';
import { specificationOf } from '#rulebook/given-when-then';
import { rulebook } from '#rulebook/rulebook';
import { agreeVersion, confirm, proposeVersion, startReview, word } from '../matrix-version.examples.ts';

const given = specificationOf(rulebook, sha256);
const { meier, keller, ruiz, okafor, jansen, lindqvist, robot, auditor, viewer, fabrikam, stranger } = cast;

/** LOG-03 and PAT-01 are part of the matrix: entries 15 and 16. */
const defined = [
  ...everybodyJoined,
  { command: defineTask('LOG-03', JANUARY), by: ruiz },
  { command: defineTask('PAT-01', JANUARY), by: ruiz },
];
/** The client has both lines reviewed: entries 17 and 18. */
const started = [...defined, { command: startReview(), by: jansen }];
const DUE = startReview().data.due;

describe('Starting a review', () => {
  it('is of every line of the matrix as it is then, unless somebody chooses', () => {
    given(...defined, { command: defineTask('BKP-04', DUE), by: ruiz })
      .when(startReview(), { by: jansen })
      .records(
        { type: 'ReviewStarted', schema: 1, data: { reviewId: 'r18', due: DUE, scope: 'all', lines: 2 } },
        { type: 'ReviewLinesListed', schema: 1, data: { reviewId: 'r18', refs: ['LOG-03', 'PAT-01'] } },
      );
    given(...defined)
      .when(startReview({ refs: ['PAT-01'], cadenceDays: 90 }), { by: robot })
      .records(
        {
          type: 'ReviewStarted',
          schema: 1,
          data: { reviewId: 'r17', due: DUE, scope: 'selection', lines: 1, cadenceDays: 90 },
        },
        { type: 'ReviewLinesListed', schema: 1, data: { reviewId: 'r17', refs: ['PAT-01'] } },
      );
  });

  it('lists its lines in as many entries as it takes', () => {
    const refs = Array.from({ length: 130 }, (_, i) => `${'界'.repeat(190)}-${i}`);
    given(...everybodyJoined, ...refs.map((ref) => ({ command: defineTask(ref, JANUARY), by: ruiz })))
      .when(startReview(), { by: jansen })
      .recordsTypes('ReviewStarted', 'ReviewLinesListed', 'ReviewLinesListed', 'ReviewLinesListed');
  });

  it('may name the agreed version that is looked at, and no other', () => {
    const proposed = [...defined, { command: proposeVersion({ treeSize: 17 }), by: ruiz }];
    given(...defined, ...agreeVersion('v1', { treeSize: 17 }))
      .when(startReview({ version: 'v1' }), { by: jansen })
      .recordsTypes('ReviewStarted', 'ReviewLinesListed');
    given(...proposed)
      .when(startReview({ version: 'v1' }), { by: jansen })
      .refuses('version/not-agreed');
    given(...proposed)
      .when(startReview({ version: 'v2' }), { by: jansen })
      .refuses('version/unknown');
  });

  it('is refused to whoever only reads, and to third parties', () => {
    for (const by of [auditor, viewer, stranger]) {
      given(...defined)
        .when(startReview(), { by })
        .refuses('engagement/not-allowed');
    }
    given(...defined)
      .when(startReview(), { by: fabrikam })
      .refuses('version/not-a-side');
  });

  it('is refused where it would be due at once, or come again after no number of days', () => {
    given(...defined)
      .when(startReview({ due: JANUARY }), { by: jansen })
      .refuses('review/due-past');
    for (const cadenceDays of [0, -1, 1.5, 3661, Number.NaN]) {
      given(...defined)
        .when(startReview({ cadenceDays }), { by: jansen })
        .refuses('review/bad-cadence');
    }
  });

  it('is refused without a line, with one that nobody defined, and with one that is named twice', () => {
    given(...everybodyJoined)
      .when(startReview(), { by: jansen })
      .refuses('review/no-lines');
    for (const [code, refs] of Object.entries({
      'review/no-lines': [],
      'task/unknown': ['LOG-03', 'LOG-99'],
      'review/line-twice': ['LOG-03', 'PAT-01', 'LOG-03'],
    })) {
      given(...defined)
        .when(startReview({ refs }), { by: jansen })
        .refuses(code);
    }
  });

  it('is refused for a line of which only an import that is not complete speaks', () => {
    const line = { ref: 'BKP-04', at: JANUARY, act: 'define', definition: definitions.imported } as const;
    const header = matrixHeader(17, JANUARY, { parts: 2 });
    given(...defined, { command: recordImport({ header, part: 1, lines: [line] }), by: meier })
      .when(startReview({ refs: ['BKP-04'] }), { by: jansen })
      .refuses('task/unknown');
  });
});

describe('Speaking of a line', () => {
  const said = (ref: string, taskId: string, side: 'provider' | 'client') =>
    ({
      type: 'LineConfirmed',
      schema: 1,
      data: { reviewId: 'r17', taskId, ref, side, verdict: 'still-true' },
    }) as const;

  it('is recorded for the side that says it, for several lines at once', () => {
    given(...started)
      .when(confirm('r17', word('PAT-01'), word('LOG-03')), { by: jansen })
      .records(said('PAT-01', 't16', 'client'), said('LOG-03', 't15', 'client'));
  });

  it('completes the review in the same append when both sides have spoken of each line', () => {
    given(
      ...started,
      { command: confirm('r17', word('LOG-03'), word('PAT-01')), by: jansen },
      { command: confirm('r17', word('LOG-03')), by: keller },
    )
      .when(confirm('r17', word('PAT-01')), { by: ruiz })
      .records(said('PAT-01', 't16', 'provider'), {
        type: 'ReviewCompleted',
        schema: 1,
        data: { reviewId: 'r17', lines: 2, notTrue: 0 },
      })
      .when(confirm('r17', word('PAT-01')), { by: jansen })
      .refuses('review/over');
  });

  it('is a side’s last word until the review is complete; what either side denies is counted', () => {
    const denied = word('LOG-03', 'not-true', 'Contoso has hired its own analysts.');
    given(...started, { command: confirm('r17', denied, word('PAT-01', 'not-true', 'No servers left.')), by: jansen })
      .when(confirm('r17', word('PAT-01')), { by: okafor })
      .recordsTypes('LineConfirmed')
      .when(confirm('r17', word('PAT-01'), word('LOG-03')), { by: ruiz })
      .records(said('PAT-01', 't16', 'provider'), said('LOG-03', 't15', 'provider'), {
        type: 'ReviewCompleted',
        schema: 1,
        data: { reviewId: 'r17', lines: 2, notTrue: 1 },
      });
  });

  it('needs a reason where the line is not true any more, and may have one where it is', () => {
    given(...started)
      .when(confirm('r17', word('LOG-03', 'not-true')), { by: jansen })
      .refuses('review/reason-missing');
    const asked = word('LOG-03', 'still-true', 'Asked the night shift.');
    given(...started)
      .when(confirm('r17', asked), { by: jansen })
      .records({
        ...said('LOG-03', 't15', 'client'),
        data: { ...said('LOG-03', 't15', 'client').data, reason: asked.reason! },
      });
  });

  it('is for approvers and contributors of a side, and for a person whom the line names', () => {
    for (const by of [keller, ruiz, okafor, jansen, lindqvist]) {
      given(...started)
        .when(confirm('r17', word('LOG-03')), { by })
        .recordsTypes('LineConfirmed');
    }
    const named = [
      ...defined,
      ...agree(sha256, 'C-1', { effectiveFrom: FEBRUARY }, lines.assign('LOG-03', 'northwind')),
    ];
    const review = given(...named, { command: startReview(), by: jansen, at: FEBRUARY });
    const id = `r${review.history.length - 2}`;
    review.when(confirm(id, word('LOG-03')), { by: meier, at: FEBRUARY }).recordsTypes('LineConfirmed');
    review.when(confirm(id, word('PAT-01')), { by: meier, at: FEBRUARY }).refuses('review/not-reviewer');
    review
      .and(...agree(sha256, 'C-2', { effectiveFrom: MARCH }, lines.assign('LOG-03', 'client')))
      .when(confirm(id, word('LOG-03')), { by: meier, at: MARCH })
      .refuses('review/not-reviewer');
  });

  it('is refused to everybody else: readers, third parties, services, and whoever was removed', () => {
    for (const [code, actors] of Object.entries({
      'review/not-reviewer': [meier, auditor, viewer, stranger],
      'version/not-a-side': [fabrikam],
      'review/robot': [robot],
    })) {
      for (const by of actors) {
        given(...started)
          .when(confirm('r17', word('LOG-03')), { by })
          .refuses(code);
      }
    }
    given(...started, { command: { type: 'RemoveMember', data: { member: jansen.member } }, by: meier })
      .when(confirm('r17', word('LOG-03')), { by: jansen })
      .refuses('review/not-reviewer');
  });

  it('is refused where there is no such review, no such line, none at all, the same twice, or too many', () => {
    for (const id of ['r16', '17', '']) {
      given(...started)
        .when(confirm(id, word('LOG-03')), { by: jansen })
        .refuses('review/unknown');
    }
    const many = Array.from({ length: 501 }, (_, i) => word(`T-${i}`));
    for (const [code, words] of Object.entries({
      'review/not-in-review': [word('BKP-04')],
      'review/no-lines': [],
      'review/line-twice': [word('LOG-03'), word('LOG-03')],
      'review/too-many-lines': many,
    })) {
      given(...started)
        .when(confirm('r17', ...words), { by: jansen })
        .refuses(code);
    }
  });
});
