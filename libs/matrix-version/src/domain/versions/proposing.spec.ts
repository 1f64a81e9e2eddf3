import { describe, it } from '@jest/globals';
import { cast, everybodyJoined } from '#engagement/domain/engagement.examples';
import { sha256 } from '#ledger-store/entry-codec';
import { definitions, FEBRUARY, JANUARY } from '#responsibility/domain/examples/duties';
import { defineTask, matrixHeader, recordImport } from '#responsibility/domain/responsibility.examples';
import { specificationOf } from '#rulebook/given-when-then';
import { rulebook } from '#rulebook/rulebook';
import { declineVersion, proposeVersion, signVersion, withdrawVersion } from '../matrix-version.examples.ts';
import type { VersionText } from '../version.events.ts';

const given = specificationOf(rulebook, sha256);
const { meier, keller, ruiz, okafor, jansen, lindqvist, robot, auditor, viewer, fabrikam, stranger } = cast;

/** LOG-03 is part of the matrix: entry 15. What is proposed rests on 16 entries. */
const defined = [...everybodyJoined, { command: defineTask('LOG-03', JANUARY), by: ruiz }];
const propose = (text: Partial<VersionText> = {}) => proposeVersion({ treeSize: 16, ...text });
/** The provider proposes version v1: entry 16. */
const proposed = [...defined, { command: propose(), by: ruiz }];

describe('Proposing a version', () => {
  it('offers the document of the matrix to both sides, by its digest, and names it by its number', () => {
    given(...defined)
      .when(propose(), { by: ruiz })
      .records({
        type: 'VersionProposed',
        schema: 1,
        data: { versionId: 'v1', side: 'provider', ...propose().data },
      })
      .when(propose(), { by: jansen })
      .records({ type: 'VersionProposed', schema: 1, data: { versionId: 'v2', side: 'client', ...propose().data } });
  });

  it('is for everybody who takes part in writing or deciding, and for a service', () => {
    for (const by of [meier, keller, ruiz, okafor, jansen, lindqvist, robot]) {
      given(...defined)
        .when(propose(), { by })
        .recordsTypes('VersionProposed');
    }
  });

  it('counts on over versions that were given up', () => {
    given(...proposed, { command: withdrawVersion('v1'), by: ruiz }, { command: propose(), by: ruiz })
      .when(declineVersion('v2'), { by: okafor })
      .recordsTypes('VersionDeclined')
      .when(propose(), { by: ruiz })
      .records({ type: 'VersionProposed', schema: 1, data: { versionId: 'v3', side: 'provider', ...propose().data } });
  });

  it('is refused to whoever only reads, and to third parties', () => {
    for (const [code, actors] of Object.entries({
      'engagement/not-allowed': [auditor, viewer, stranger],
      'version/not-a-side': [fabrikam],
    })) {
      for (const by of actors) {
        given(...defined)
          .when(propose(), { by })
          .refuses(code);
      }
    }
  });

  it('is refused where the document cannot be one, as it is for a snapshot', () => {
    for (const [code, text] of Object.entries({
      'snapshot/unknown-format': { format: 'onus/matrix/v0' as VersionText['format'] },
      'snapshot/no-such-size': { treeSize: 17 },
      'snapshot/bad-root': { root: 'k191' },
      'snapshot/bad-digest': { digest: 'sha256:5e' },
      'snapshot/bad-count': { lines: -1 },
    })) {
      given(...defined)
        .when(propose(text), { by: ruiz })
        .refuses(code);
    }
  });

  it('is refused where something was said of the matrix since the document was made', () => {
    given(...defined, { command: defineTask('PAT-01', JANUARY), by: ruiz })
      .when(propose(), { by: ruiz })
      .refuses('version/base-moved');
  });

  it('is refused where an import was completed since, though its lines stand before', () => {
    const line = { ref: 'BKP-04', at: JANUARY, act: 'define', definition: definitions.imported } as const;
    const header = matrixHeader(16, JANUARY, { parts: 2 });
    const import16 = [
      { command: recordImport({ header, part: 1, lines: [line] }), by: meier },
      { command: recordImport({ import: 'i16', part: 2, lines: [] }), by: meier },
    ];
    given(...defined, ...import16)
      .when(propose({ treeSize: 19 }), { by: ruiz })
      .refuses('version/base-moved');
  });
});

describe('Giving up a version', () => {
  it('is for the side that proposed it to withdraw, with a reason', () => {
    const { reason } = withdrawVersion('v1').data;
    for (const by of [meier, keller, ruiz]) {
      given(...proposed)
        .when(withdrawVersion('v1'), { by })
        .records({ type: 'VersionWithdrawn', schema: 1, data: { versionId: 'v1', reason } });
    }
    given(...proposed)
      .when(withdrawVersion('v1'), { by: okafor })
      .refuses('version/other-side');
  });

  it('is for an approver of the other side to decline, with a reason', () => {
    const { reason } = declineVersion('v1').data;
    for (const by of [okafor, lindqvist]) {
      given(...proposed)
        .when(declineVersion('v1'), { by })
        .records({ type: 'VersionDeclined', schema: 1, data: { versionId: 'v1', side: 'client', reason } });
    }
    for (const [code, actors] of Object.entries({
      'version/own-side': [keller],
      'version/not-signer': [jansen, auditor, fabrikam, stranger],
      'version/robot': [robot],
    })) {
      for (const by of actors) {
        given(...proposed)
          .when(declineVersion('v1'), { by })
          .refuses(code);
      }
    }
  });

  it('ends it, even where one side has signed; nothing more can be done about it', () => {
    for (const end of [
      { command: withdrawVersion('v1'), by: ruiz },
      { command: declineVersion('v1'), by: okafor },
    ]) {
      for (const further of [signVersion('v1'), withdrawVersion('v1'), declineVersion('v1')]) {
        given(...proposed, { command: signVersion('v1'), by: keller }, end)
          .when(further, { by: okafor })
          .refuses('version/not-open');
      }
    }
  });

  it('is refused for a version that never was', () => {
    for (const id of ['v2', '1', '']) {
      given(...proposed)
        .when(withdrawVersion(id), { by: ruiz })
        .refuses('version/unknown');
      given(...proposed)
        .when(declineVersion(id), { by: okafor })
        .refuses('version/unknown');
    }
  });

  it('leaves other versions of the same time as they are', () => {
    given(
      ...proposed,
      { command: propose({ effective: FEBRUARY }), by: ruiz },
      { command: withdrawVersion('v1'), by: ruiz },
    )
      .when(signVersion('v2'), { by: keller })
      .recordsTypes('VersionSigned');
  });
});
