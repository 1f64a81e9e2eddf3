import { describe, expect, it } from '@jest/globals';
import { cast } from '#engagement/domain/engagement.examples';
import { sha256 } from '#ledger-store/entry-codec';
import { assignments, FEBRUARY, JANUARY, MARCH } from '#responsibility/domain/examples/duties';
import { specificationOf } from '#rulebook/given-when-then';
import { rulebook } from '#rulebook/rulebook';
import { approvedBy, digestIn, put, reviseIt } from '../examples/changes.ts';
import { approve, lines, reject, withdraw } from '../examples/first-form.ts';
import { agreed, emergency, handover, twoTasks } from '../examples/scenes.ts';

const given = specificationOf(rulebook, sha256);
const { ruiz, keller, okafor, meier } = cast;

/** Northwind bears LOG-03 from March on, as agreed in C-1. */
const borne = agreed(given(...twoTasks, handover()), 'C-1');
const at = '2026-03-10T12:00:00Z';
const declared = { command: emergency(at, lines.assign('LOG-03', 'contoso'), assignments.northwind), by: ruiz, at };
const inForce = borne.and(declared);
const inTime = '2026-03-13T11:59:59Z';
const tooLate = '2026-03-13T12:00:00Z';

describe('An emergency', () => {
  it('holds at once, on nobody’s agreement, and says until when it is to be ratified', () => {
    const events = borne.when(declared.command, declared).events;
    expect(events.map(({ type }) => type)).toEqual([
      'ChangeDrafted',
      'ChangeLineDrafted',
      'ChangeOpened',
      'EmergencyTookEffect',
      'ResponsibilityAssigned',
    ]);
    expect(events[3]).toMatchObject({ data: { changeId: 'C-2', ratifyBy: tooLate } });
    expect(events[4]).toMatchObject({ data: { effectiveFrom: at, change: 'C-2' } });
  });

  it('is ratified by the approvals that any change needs, and states nothing anew', () => {
    inForce
      .and(...approvedBy(inForce, 'C-2', keller))
      .when(approve('C-2', digestIn(inForce.state, 'C-2')), { by: okafor, at: inTime })
      .recordsTypes('ApprovalGranted', 'ChangeAgreed');
  });

  it('cannot be ratified at its deadline or after it', () => {
    inForce
      .when(approve('C-2', digestIn(inForce.state, 'C-2')), { by: okafor, at: tooLate })
      .refuses('approval/too-late');
  });

  it.each([
    ['is refused', reject('C-2'), okafor, '2026-03-11T00:00:00Z'],
    ['is taken back', withdraw('C-2'), ruiz, '2026-03-11T00:00:00Z'],
    ['is not ratified in time', { type: 'ExpireChange', data: { change: 'C-2' } } as const, keller, tooLate],
  ])('opens the change that would undo it when it %s', (_how, command, by, when) => {
    const after = inForce.when(command, { by, at: when }).accepted();
    expect(after.history.slice(-4).map(({ event }) => event)).toMatchObject([
      {},
      { type: 'ChangeDrafted', data: { changeId: 'C-3', reverses: 'C-2', effectiveFrom: when } },
      {
        type: 'ChangeLineDrafted',
        data: { drafted: { ref: 'LOG-03', act: 'assign', assignment: assignments.northwind } },
      },
      { type: 'ChangeOpened', data: { changeId: 'C-3' } },
    ]);
    // Nobody wrote it, so everybody who may approve may approve it.
    const undone = after.and(...approvedBy(after, 'C-3', keller, okafor));
    expect(undone.history.at(-1)!.event).toMatchObject({ type: 'ResponsibilityAssigned', data: { change: 'C-3' } });
  });

  it('asks for nobody again where nobody bore the duty before', () => {
    const fresh = given(...twoTasks, { command: emergency(at), by: ruiz, at });
    const after = fresh.and({ command: reject('C-1'), by: okafor });
    expect(after.history.at(-2)!.event).toMatchObject({
      data: {
        drafted: { assignment: { marks: ['not-determined'], raci: [] }, accepts: ['assignment/accountable-gap'] },
      },
    });
  });

  it('leaves nothing to undo where it has ended by itself', () => {
    const { type, data } = emergency(at);
    const brief = { type, data: { ...data, effectiveTo: '2026-03-11T00:00:00Z' } };
    const fresh = given(...twoTasks, { command: brief, by: ruiz, at });
    for (const over of ['2026-03-11T00:00:00Z', '2026-03-12T00:00:00Z']) {
      fresh.when(reject('C-1'), { by: okafor, at: over }).recordsTypes('ChangeRejected');
    }
  });

  it('gives each of its duties back to whoever bore that one', () => {
    const { type, data } = emergency(at, lines.assign('LOG-03', 'contoso'), assignments.northwind);
    const both = [...data.lines, { drafted: lines.assign('LOG-04', 'contoso') }];
    const scene = borne.and({ command: { type, data: { ...data, lines: both } }, by: ruiz, at });
    const after = scene.and({ command: reject('C-2'), by: okafor, at: inTime });
    expect(after.history.slice(-3, -1).map(({ event }) => event)).toMatchObject([
      { data: { drafted: { ref: 'LOG-03', assignment: assignments.northwind } } },
      { data: { drafted: { ref: 'LOG-04', assignment: { marks: ['not-determined'] } } } },
    ]);
  });

  it.each([
    ['2026-03-12T00:00:00Z', '2026-03-12T00:00:00.5Z'],
    ['2026-03-12T00:00:00.12Z', '2026-03-12T00:00:00.123Z'],
  ])('can be refused within the second in which it has ended: at %s, and now it is %s', (effectiveTo, now) => {
    const { type, data } = emergency(at);
    const fresh = given(...twoTasks, { command: { type, data: { ...data, effectiveTo } }, by: ruiz, at });
    fresh.when(reject('C-1'), { by: okafor, at: now }).recordsTypes('ChangeRejected');
  });

  it('is to be undone also in the second in which it will end', () => {
    const { type, data } = emergency(at);
    const brief = { type, data: { ...data, effectiveTo: '2026-03-12T00:00:00.5Z' } };
    const fresh = given(...twoTasks, { command: brief, by: ruiz, at });
    fresh
      .when(reject('C-1'), { by: okafor, at: '2026-03-12T00:00:00Z' })
      .recordsTypes('ChangeRejected', 'ChangeDrafted', 'ChangeLineDrafted', 'ChangeOpened');
  });

  it('says in just those words who bears the duty without it', () => {
    const without = emergency(at, lines.assign('LOG-03', 'contoso'));
    borne.when(without, { by: ruiz, at }).refuses('approval/emergency-before');
    const wrong = emergency(at, lines.assign('LOG-03', 'contoso'), assignments.shared);
    borne.when(wrong, { by: ruiz, at }).refuses('approval/emergency-before');
    const { type, data } = put({ effectiveFrom: MARCH });
    const ordinary = {
      type,
      data: { ...data, lines: [{ drafted: lines.assign('LOG-03'), before: assignments.northwind }] },
    };
    borne.when(ordinary, { by: ruiz, at }).refuses('approval/only-in-emergency');
  });

  it('only says who bears a duty for now', () => {
    borne.when(emergency(at, lines.retire('LOG-03')), { by: ruiz, at }).refuses('approval/emergency-line');
    borne.when(emergency('2026-03-10T12:00:01Z'), { by: ruiz, at }).refuses('approval/emergency-later');
  });

  it('cannot be altered, superseded or taken back quietly while it holds', () => {
    inForce
      .when(reviseIt('C-2', { effectiveFrom: MARCH }, lines.assign('LOG-03')), { by: ruiz })
      .refuses('approval/in-force');
    const { type, data } = put({ effectiveFrom: MARCH }, lines.assign('LOG-04'));
    inForce.when({ type, data: { ...data, supersedes: 'C-2' } }, { by: ruiz }).refuses('approval/in-force');
  });

  it('may correct the past, and says by how many days', () => {
    const { command } = { command: emergency(FEBRUARY) };
    const [first] = given(...twoTasks).when(command, { by: ruiz, at: '2026-02-03T00:00:00Z' }).events;
    expect(first).toMatchObject({ data: { backdatedDays: 2 } });
    given(...twoTasks)
      .when(emergency(JANUARY, lines.assign('NO-1')), { by: ruiz })
      .refuses('task/unknown');
  });

  it('has a reversal that nobody takes back', () => {
    const after = inForce.and({ command: reject('C-2'), by: okafor, at: '2026-03-11T00:00:00Z' });
    after.when(withdraw('C-3'), { by: okafor }).refuses('approval/not-author');
    after.when(withdraw('C-3'), { by: meier }).refuses('approval/not-author');
  });
});
