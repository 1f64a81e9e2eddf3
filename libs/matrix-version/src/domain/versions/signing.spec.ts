import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { agree, lines } from '#approval/domain/examples/first-form';
import { cast, everybodyJoined } from '#engagement/domain/engagement.examples';
import { sha256 } from '#ledger-store/entry-codec';
import { APRIL, definitions, FEBRUARY, JANUARY, MARCH } from '#responsibility/domain/examples/duties';
import { defineTask, matrixHeader, recordImport } from '#responsibility/domain/responsibility.examples';
import { specificationOf } from '#rulebook/given-when-then';
import { rulebook } from '#rulebook/rulebook';
import {
  agreeVersion,
  declineVersion,
  proposeVersion,
  signVersion,
  VERSION_DIGEST as digest,
  withdrawVersion,
} from '../matrix-version.examples.ts';

const given = specificationOf(rulebook, sha256);
const { meier, keller, ruiz, okafor, jansen, lindqvist, robot, auditor, fabrikam, stranger } = cast;

/** LOG-03 is part of the matrix (entry 15), and an import of two parts has begun: entries 16 to 18. */
const line = { ref: 'BKP-04', at: JANUARY, act: 'define', definition: definitions.imported } as const;
const defined = [...everybodyJoined, { command: defineTask('LOG-03', JANUARY), by: ruiz }];
/** The provider proposes the matrix of March as version v1: entry 16. */
const proposed = [...defined, { command: proposeVersion({ treeSize: 16 }), by: ruiz }];
const signed = [...proposed, { command: signVersion('v1'), by: keller }];

describe('Signing a version', () => {
  it('is recorded for the side of the signer, with the digest that was read', () => {
    given(...proposed)
      .when(signVersion('v1'), { by: keller })
      .records({ type: 'VersionSigned', schema: 1, data: { versionId: 'v1', digest, side: 'provider' } });
  });

  it('makes the version agreed in the same append once the other side signs, whichever was first', () => {
    given(...signed)
      .when(signVersion('v1'), { by: okafor })
      .records(
        { type: 'VersionSigned', schema: 1, data: { versionId: 'v1', digest, side: 'client' } },
        { type: 'VersionAgreed', schema: 1, data: { versionId: 'v1', digest, signatures: [17, 18] } },
      );
    given(...proposed, { command: signVersion('v1'), by: lindqvist })
      .when(signVersion('v1'), { by: keller })
      .records(
        { type: 'VersionSigned', schema: 1, data: { versionId: 'v1', digest, side: 'provider' } },
        { type: 'VersionAgreed', schema: 1, data: { versionId: 'v1', digest, signatures: [18, 17] } },
      );
  });

  it('is possible for whoever proposed it, for his own side: the other side’s signature is always another person’s', () => {
    given(...defined, { command: proposeVersion({ treeSize: 16 }), by: okafor })
      .when(signVersion('v1'), { by: okafor })
      .recordsTypes('VersionSigned')
      .when(signVersion('v1'), { by: okafor })
      .refuses('version/side-has-signed');
  });

  it('is once for each side', () => {
    given(...proposed, { command: signVersion('v1'), by: okafor })
      .when(signVersion('v1'), { by: lindqvist })
      .refuses('version/side-has-signed');
  });

  it('is refused for another digest than that of the version', () => {
    for (const other of [`sha256:${'00'.repeat(32)}`, digest.toUpperCase(), '']) {
      given(...proposed)
        .when(signVersion('v1', other), { by: keller })
        .refuses('version/other-digest');
    }
  });

  it('is refused to whoever is no approver of a side, and to services', () => {
    for (const [code, actors] of Object.entries({
      'version/not-signer': [meier, ruiz, jansen, auditor, fabrikam, stranger],
      'version/robot': [robot],
    })) {
      for (const by of actors) {
        given(...proposed)
          .when(signVersion('v1'), { by })
          .refuses(code);
      }
    }
  });

  it('is refused to an approver who was removed', () => {
    given(...proposed, { command: { type: 'RemoveMember', data: { member: keller.member } }, by: meier })
      .when(signVersion('v1'), { by: keller })
      .refuses('version/not-signer');
  });

  it('is refused for a version that never was, or that is agreed', () => {
    given(...proposed)
      .when(signVersion('v2'), { by: keller })
      .refuses('version/unknown');
    given(...defined, ...agreeVersion('v1', { treeSize: 16 }))
      .when(signVersion('v1'), { by: lindqvist })
      .refuses('version/not-open');
  });
});

describe('A version whose matrix has moved', () => {
  it('cannot be signed once something else is said of its time, by an agreed change or by one side', () => {
    given(...signed, ...agree(sha256, 'C-1', { effectiveFrom: FEBRUARY }, lines.retire('LOG-03')))
      .when(signVersion('v1'), { by: okafor })
      .refuses('version/base-moved');
    given(...signed, { command: { type: 'CloseTask', data: { ref: 'LOG-03', effectiveFrom: MARCH } }, by: ruiz })
      .when(signVersion('v1'), { by: okafor })
      .refuses('version/base-moved');
  });

  it('can be signed where what is said is of another time: before that instant, or from later on', () => {
    given(...signed, { command: defineTask('PAT-01', APRIL), by: ruiz })
      .when(signVersion('v1'), { by: okafor })
      .recordsTypes('VersionSigned', 'VersionAgreed');
    given(...signed, ...agree(sha256, 'C-1', { effectiveFrom: FEBRUARY, effectiveTo: MARCH }, lines.retire('LOG-03')))
      .when(signVersion('v1'), { by: okafor })
      .recordsTypes('VersionSigned', 'VersionAgreed');
  });

  it('has moved with the last part of an import, not before', () => {
    const begun = [
      { command: recordImport({ header: matrixHeader(16, JANUARY, { parts: 2 }), part: 1, lines: [line] }), by: meier },
      { command: proposeVersion({ treeSize: 19 }), by: ruiz },
    ];
    given(...defined, ...begun)
      .when(signVersion('v1'), { by: keller })
      .recordsTypes('VersionSigned')
      .and({ command: recordImport({ import: 'i16', part: 2, lines: [] }), by: meier })
      .when(signVersion('v1'), { by: okafor })
      .refuses('version/base-moved');
  });

  it('can still be withdrawn and declined', () => {
    const moved = [...proposed, { command: defineTask('PAT-01', JANUARY), by: ruiz }];
    given(...moved)
      .when(withdrawVersion('v1'), { by: ruiz })
      .recordsTypes('VersionWithdrawn');
    given(...moved)
      .when(declineVersion('v1'), { by: okafor })
      .recordsTypes('VersionDeclined');
  });
});

describe('Random histories of versions', () => {
  const people = [
    ...[keller, okafor, keller, okafor, keller, okafor],
    ...[meier, ruiz, jansen, lindqvist, robot, auditor, fabrikam],
  ];
  const digests = [digest, `sha256:${'0f'.repeat(32)}`];
  const act = fc.record({
    do: fc.constantFrom('propose', 'sign', 'sign', 'sign', 'sign', 'withdraw', 'decline', 'define', 'roles'),
    by: fc.nat(people.length - 1),
    version: fc.constantFrom(1, 1, 1, 2, 2, 3),
    digest: fc.constantFrom(0, 0, 0, 1),
  });
  let agreed = 0;

  it('have no version agreed without a signature of a person of each side over its very digest', () => {
    fc.assert(
      fc.property(fc.array(act, { minLength: 12, maxLength: 30 }), (acts) => {
        let scenario = given(...proposed);
        acts.forEach(({ do: what, by: who, version, digest: which }, i) => {
          const by = people[who]!;
          const id = `v${version}`;
          const command = {
            propose: proposeVersion({ treeSize: scenario.history.length, digest: digests[which]! }),
            sign: signVersion(id, digests[which]),
            withdraw: withdrawVersion(id),
            decline: declineVersion(id),
            define: defineTask(`T-${i}`, which === 0 ? JANUARY : APRIL),
            roles: { type: 'ChangeRoles', data: { member: by.member, roles: ['approver', 'contributor'] } } as const,
          }[what as 'propose'];
          const outcome = scenario.when(command, { by: what === 'roles' ? meier : by });
          try {
            scenario = outcome.accepted();
          } catch (error) {
            if (!(error as Error).message.startsWith('refused with ')) throw error;
          }
        });
        agreed += agreementsIn(scenario.history).length;
      }),
      { numRuns: 300 },
    );
    expect(agreed).toBeGreaterThan(20);
  });

  /** Holds every agreement in a history to its signatures, and gives the agreements. */
  function agreementsIn(history: ReturnType<typeof given>['history']) {
    const agreements = history.filter(({ event }) => event.type === 'VersionAgreed');
    for (const { index, event } of agreements) {
      if (event.type !== 'VersionAgreed') continue;
      const { versionId, digest: whole, signatures } = event.data;
      const proposal = history.find(
        ({ event: { type, data } }) => type === 'VersionProposed' && data.versionId === versionId,
      );
      expect(proposal?.event.data).toMatchObject({ digest: whole });
      const signers = signatures.map((at) => history[at]!);
      expect(signers.map(({ event: { type, data } }) => [type, data])).toEqual([
        ['VersionSigned', { versionId, digest: whole, side: 'provider' }],
        ['VersionSigned', { versionId, digest: whole, side: 'client' }],
      ]);
      expect(signers.map(({ actor }) => [actor.party, actor.kind])).toEqual([
        ['p1', 'person'],
        ['p2', 'person'],
      ]);
      expect(Math.max(...signatures)).toBe(index - 1);
      expect(signers[0]!.actor.member).not.toBe(signers[1]!.actor.member);
    }
    return agreements;
  }
});
