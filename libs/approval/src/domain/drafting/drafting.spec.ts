import { describe, expect, it } from '@jest/globals';
import { cast } from '#engagement/domain/engagement.examples';
import { toSeal } from '#kernel/sealed';
import { sha256 } from '#ledger-store/entry-codec';
import { assignments, definitions, APRIL, FEBRUARY, MARCH } from '#responsibility/domain/examples/duties';
import { specificationOf } from '#rulebook/given-when-then';
import { rulebook } from '#rulebook/rulebook';
import { MAX_LINES } from '../change.ts';
import { askForChanges, digestIn, draftOf, openIt, put, reviseIt } from '../examples/changes.ts';
import { lines, withdraw } from '../examples/first-form.ts';
import { agreed, handover, newPolicy, twoTasks } from '../examples/scenes.ts';

const given = specificationOf(rulebook, sha256);
const { meier, keller, ruiz, okafor, jansen, lindqvist, viewer } = cast;
const fromMarch = { effectiveFrom: MARCH };
const drafted = { command: draftOf(fromMarch, lines.assign('LOG-03')), by: ruiz };

describe('Drafting a change', () => {
  it('records a first revision that nobody can decide about yet', () => {
    const scene = given(...twoTasks)
      .when(drafted.command, drafted)
      .recordsTypes('ChangeDrafted', 'ChangeLineDrafted');
    const digest = digestIn(scene.state, 'C-1');
    scene
      .when({ type: 'ApproveChange', data: { change: 'C-1', digest } }, { by: keller })
      .refuses('approval/still-a-draft');
  });

  it('opens it at once where that is asked for', () => {
    given(...twoTasks)
      .when(handover().command, { by: ruiz })
      .recordsTypes('ChangeDrafted', 'ChangeLineDrafted', 'ChangeOpened');
  });

  it('names what each task was when it was written, so that nobody approves an effect that was not read', () => {
    const [event] = given(...twoTasks).when(drafted.command, drafted).events;
    expect(event).toMatchObject({ data: { base: { 'LOG-03': 15 }, revision: 1, policy: 0 } });
  });

  it('says by how many whole days an effect lies in the past', () => {
    const [event] = given(...twoTasks).when(put({ effectiveFrom: FEBRUARY }, lines.assign('LOG-03')), {
      by: ruiz,
      at: '2026-02-13T12:00:00Z',
    }).events;
    expect(event).toMatchObject({ data: { backdatedDays: 12 } });
  });

  it('gives equal texts of different changes, and equal revisions of one, different digests', () => {
    const scene = given(...twoTasks, drafted, drafted, {
      command: reviseIt('C-2', fromMarch, lines.assign('LOG-03')),
      by: ruiz,
    });
    const [, second] = scene.history.filter(({ event }) => event.type === 'ChangeDrafted');
    const digests = [
      digestIn(scene.state, 'C-1'),
      digestIn(scene.state, 'C-2'),
      (second!.event.data as { digest: string }).digest,
    ];
    expect(new Set(digests).size).toBe(3);
  });

  it('binds an approval to what the change takes the place of', () => {
    const scene = given(...twoTasks, drafted);
    const { type, data } = drafted.command;
    const replacing = { type, data: { ...data, supersedes: 'C-1' } } as const;
    const [alone, instead] = [drafted.command, replacing].map((command) => {
      const after = scene.and({ command, by: ruiz });
      return digestIn(after.state, 'C-2');
    });
    expect(instead).not.toBe(alone);
  });

  it('takes no time that ends where it begins, or before', () => {
    for (const effectiveTo of [MARCH, FEBRUARY]) {
      given(...twoTasks)
        .when(put({ ...fromMarch, effectiveTo }, lines.assign('LOG-03')), { by: ruiz })
        .refuses('approval/empty-interval');
    }
  });

  it('takes as many lines as a change may have, and not one more', () => {
    const many = (count: number) =>
      put(fromMarch, ...Array.from({ length: count }, (_, i) => lines.define(`NEW-${i}`)));
    given(...twoTasks)
      .when(many(MAX_LINES), { by: ruiz })
      .accepted();
    given(...twoTasks)
      .when(many(MAX_LINES + 1), { by: ruiz })
      .refuses('approval/too-many-lines');
  });

  it('takes a contributor, an approver or an owner', () => {
    given(...twoTasks)
      .when(drafted.command, { by: viewer })
      .refuses('engagement/not-allowed');
  });

  it('takes at least a line, or terms', () => {
    given(...twoTasks)
      .when(put(fromMarch), { by: ruiz })
      .refuses('approval/no-lines');
    given(...twoTasks)
      .when(newPolicy({}).command, { by: ruiz })
      .accepted();
  });

  it('splits a task into at least two, and merges at least two into one', () => {
    const into = ['LOG-03a', 'LOG-03b'].map((ref) => ({
      ref,
      definition: definitions.patching,
      assignment: assignments.northwind,
    }));
    const split = put(fromMarch, { act: 'split', ref: 'LOG-03', into });
    agreed(given(...twoTasks, { command: split, by: ruiz }), 'C-1');
    given(...twoTasks)
      .when(put(fromMarch, { act: 'split', ref: 'LOG-03', into: into.slice(1) }), { by: ruiz })
      .refuses('approval/too-few-tasks');
    const merge = { act: 'merge', ...into[0]!, ref: 'LOG-00' } as const;
    given(...twoTasks)
      .when(put(fromMarch, { ...merge, from: ['LOG-03'] }), { by: ruiz })
      .refuses('approval/too-few-tasks');
    const scene = agreed(
      given(...twoTasks, { command: put(fromMarch, { ...merge, from: ['LOG-03', 'LOG-04'] }), by: ruiz }),
      'C-1',
    );
    expect(scene.history.slice(-4).map(({ event }) => event.type)).toEqual([
      'TaskRetired',
      'TaskRetired',
      'TaskDefined',
      'ResponsibilityAssigned',
    ]);
  });

  it('refuses two lines that say the same kind of thing of one task', () => {
    given(...twoTasks)
      .when(
        put(fromMarch, lines.retire('LOG-03'), {
          act: 'merge',
          ref: 'X',
          from: ['LOG-03', 'LOG-04'],
          definition: definitions.patching,
          assignment: assignments.northwind,
        }),
        { by: ruiz },
      )
      .refuses('approval/task-twice');
  });
});

describe('Revising a change', () => {
  const scene = given(...twoTasks, handover());
  const once = scene.and({
    command: { type: 'ApproveChange', data: { change: 'C-1', digest: digestIn(scene.state, 'C-1') } },
    by: keller,
  });
  const revision = reviseIt('C-1', { effectiveFrom: APRIL }, lines.assign('LOG-03'));

  it('leaves earlier approvals in the ledger, and counts none of them', () => {
    const revised = once.and({ command: revision, by: ruiz });
    expect(revised.history.filter(({ event }) => event.type === 'ApprovalGranted')).toHaveLength(1);
    const digest = digestIn(revised.state, 'C-1');
    revised
      .when({ type: 'ApproveChange', data: { change: 'C-1', digest } }, { by: okafor })
      .recordsTypes('ApprovalGranted');
  });

  it('refuses an approval of the text that was there before', () => {
    const stale = digestIn(once.state, 'C-1');
    once
      .and({ command: revision, by: ruiz })
      .when({ type: 'ApproveChange', data: { change: 'C-1', digest: stale } }, { by: okafor })
      .refuses('approval/stale-digest');
  });

  it('makes whoever writes it one of those who wrote the change', () => {
    const revised = scene.and({ command: revision, by: lindqvist });
    const digest = digestIn(revised.state, 'C-1');
    revised
      .when({ type: 'ApproveChange', data: { change: 'C-1', digest } }, { by: lindqvist })
      .refuses('approval/own-change');
  });

  it('leaves nothing of a request for another text', () => {
    const asked = scene.and({ command: askForChanges('C-1', digestIn(scene.state, 'C-1')), by: lindqvist });
    const { history } = agreed(asked.and({ command: revision, by: ruiz }), 'C-1');
    expect(history.at(-1)!.event.type).toBe('ResponsibilityAssigned');
  });

  it('stays under the policy that was frozen when the change was opened, whatever was adopted since', () => {
    const since = agreed(scene.and(newPolicy({ expiresAfterDays: 7 })), 'C-2');
    const [revised] = since.when(revision, { by: ruiz }).events;
    expect(revised).toMatchObject({ type: 'ChangeRevised', data: { policy: 0 } });
  });

  it('is refused where nobody would be left to approve it', () => {
    scene
      .and({ command: { type: 'ChangeRoles', data: { member: 'm8', roles: ['viewer'] } }, by: meier })
      .when(revision, { by: okafor })
      .refuses('approval/cannot-pass');
  });

  it('keeps approvals where only the title and the reason are put in other words', () => {
    const described = once.and({
      command: { type: 'DescribeChange', data: { change: 'C-1', title: toSeal('Log review moves') } },
      by: ruiz,
    });
    described
      .when(
        { type: 'ApproveChange', data: { change: 'C-1', digest: digestIn(described.state, 'C-1') } },
        { by: okafor },
      )
      .recordsTypes('ApprovalGranted', 'ChangeAgreed', 'ResponsibilityAssigned');
    once
      .when({ type: 'DescribeChange', data: { change: 'C-1', title: toSeal('Mine') } }, { by: jansen })
      .refuses('approval/not-contributor');
  });

  it('is put in other words by nobody who has left, or may only read now', () => {
    const describe = { type: 'DescribeChange', data: { change: 'C-1', title: toSeal('Nothing moves') } } as const;
    const left = { type: 'RemoveMember', data: { member: ruiz.member } } as const;
    const reading = { type: 'ChangeRoles', data: { member: ruiz.member, roles: ['viewer'] } } as const;
    for (const command of [left, reading]) {
      once.and({ command, by: meier }).when(describe, { by: ruiz }).refuses('engagement/not-allowed');
    }
  });

  it('takes the base of now: what had moved can be agreed to again', () => {
    const moved = agreed(scene.and(handover()), 'C-2');
    moved
      .when({ type: 'ApproveChange', data: { change: 'C-1', digest: digestIn(moved.state, 'C-1') } }, { by: keller })
      .refuses('approval/base-moved');
    agreed(moved.and({ command: revision, by: ruiz }), 'C-1');
  });

  it('is refused for a change that is over', () => {
    scene
      .and({ command: withdraw('C-1'), by: ruiz })
      .when(revision, { by: ruiz })
      .refuses('approval/not-open');
  });
});

describe('Opening a draft', () => {
  it.each([
    ['he wrote it', ruiz],
    ['a robot wrote it for him', { ...cast.robot, onBehalfOf: ruiz.member }],
  ])('is refused to somebody who has left, although %s', (_how, by) => {
    const scene = given(...twoTasks, { ...drafted, by });
    const open = openIt('C-1', digestIn(scene.state, 'C-1'));
    scene.when(open, { by: ruiz }).recordsTypes('ChangeOpened');
    scene
      .and({ command: { type: 'RemoveMember', data: { member: ruiz.member } }, by: meier })
      .when(open, { by: ruiz })
      .refuses('engagement/not-allowed');
  });

  const scene = given(...twoTasks, drafted);
  const digest = digestIn(scene.state, 'C-1');

  it('freezes the policy, and works out how many approvals each party owes', () => {
    scene.when(openIt('C-1', digest), { by: ruiz }).records({
      type: 'ChangeOpened',
      schema: 1,
      data: {
        changeId: 'C-1',
        revision: 1,
        digest,
        version: 0,
        policy: rulebook.initial().approval.policy,
        quorum: [
          { party: 'p1', needed: 1 },
          { party: 'p2', needed: 1 },
        ],
      },
    });
  });

  it('is for those who wrote it, names the text, and happens once', () => {
    scene.when(openIt('C-1', digest), { by: jansen }).refuses('approval/not-contributor');
    scene.when(openIt('C-1', 'another'), { by: ruiz }).refuses('approval/stale-digest');
    scene
      .and({ command: openIt('C-1', digest), by: ruiz })
      .when(openIt('C-1', digest), { by: ruiz })
      .refuses('approval/open-already');
  });

  it('is refused where a task has moved, or another policy was adopted, since it was written', () => {
    agreed(scene.and(handover()), 'C-2').when(openIt('C-1', digest), { by: ruiz }).refuses('approval/base-moved');
    agreed(scene.and(newPolicy({ expiresAfterDays: 7 })), 'C-2')
      .when(openIt('C-1', digest), { by: ruiz })
      .refuses('approval/policy-moved');
  });

  it('is refused where a party could never give its approvals', () => {
    given(...twoTasks, { command: { type: 'ChangeRoles', data: { member: 'm4', roles: [] } }, by: meier })
      .when(handover().command, { by: ruiz })
      .refuses('approval/cannot-pass');
  });

  it('puts a change in the place of another of the same party', () => {
    const replacing = (supersedes: string) => {
      const { type, data } = put(fromMarch, lines.assign('LOG-03'));
      return { type, data: { ...data, supersedes } };
    };
    given(...twoTasks, handover())
      .when(replacing('C-1'), { by: ruiz })
      .recordsTypes('ChangeDrafted', 'ChangeLineDrafted', 'ChangeOpened', 'ChangeSuperseded');
    given(...twoTasks, handover())
      .when(replacing('C-1'), { by: jansen })
      .refuses('approval/other-party');
    given(...twoTasks)
      .when(replacing('C-9'), { by: ruiz })
      .refuses('approval/unknown-change');
  });
});

describe('A policy', () => {
  it.each([
    ['asks nobody of the client', { quorum: { p1: { atLeast: 1 } } }],
    ['asks a party that there is not', { quorum: { p1: { atLeast: 1 }, p2: { atLeast: 1 }, p99: { atLeast: 1 } } }],
    ['asks for no approval', { quorum: { p1: {}, p2: { atLeast: 1 } } }],
    ['asks for a negative number', { quorum: { p1: { atLeast: -1 }, p2: { atLeast: 1 } } }],
    ['asks for more than all', { quorum: { p1: { percent: 101 }, p2: { atLeast: 1 } } }],
    ['asks for no role', { quorum: { p1: { atLeast: 1, roles: [] }, p2: { atLeast: 1 } } }],
    ['names a party twice in its sequence', { sequence: ['p1', 'p1'] }],
    ['takes the silence of somebody whom it does not ask', { deemed: { party: 'p13', afterDays: 3 } }],
    ['ends before it begins', { expiresAfterDays: 0 }],
    ['reminds all the time', { remindAfterDays: 0 }],
    ['takes silence before anybody could speak', { deemed: { party: 'p2', afterDays: 0 } }],
    ['escalates at once', { escalation: { afterDays: 0, to: 'contributor' as const } }],
    ['gives no time to ratify', { ratifyWithinHours: 0 }],
  ])('is refused where it %s', (_fault, policy) => {
    given(...twoTasks)
      .when(newPolicy(policy).command, { by: ruiz })
      .refuses('approval/bad-policy');
  });

  it('comes with the change that was agreed under the one before', () => {
    const scene = given(...twoTasks, newPolicy({ expiresAfterDays: 7 }));
    const [last] = agreed(scene, 'C-1').history.slice(-1);
    expect(last!.event.type).toBe('PolicyAdopted');
    expect(agreed(scene, 'C-1').state.approval.policyVersion).toBe(last!.index);
  });

  it('comes with a retention profile, which has lengths that can be kept', () => {
    const terms = { retention: { entriesYears: 10, basis: 'HGB 257' } };
    const scene = agreed(given(...twoTasks, { command: put({ ...fromMarch, terms }), by: ruiz }), 'C-1');
    expect(scene.history.at(-1)!.event).toMatchObject({ type: 'RetentionAdopted', data: terms });
    given(...twoTasks)
      .when(put({ ...fromMarch, terms: { retention: { entriesYears: 0 } } }), { by: ruiz })
      .refuses('approval/bad-retention');
  });
});
