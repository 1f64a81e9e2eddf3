import { describe, expect, it } from '@jest/globals';
import { cast, CLOUD } from '#engagement/domain/engagement.examples';
import { INSTALLATION, PROVIDER } from '#engagement/domain/members';
import type { Actor } from '#kernel/event';
import { instantOf } from '#kernel/instant';
import { toSeal } from '#kernel/sealed';
import { sha256 } from '#ledger-store/entry-codec';
import { MARCH } from '#responsibility/domain/examples/duties';
import { specificationOf } from '#rulebook/given-when-then';
import { rulebook } from '#rulebook/rulebook';
import { rulesOfToday } from '#rulebook/rules-of-today';
import { approvedBy, askToOverride, confirmIt, digestIn, openIt, put, reviseIt } from '../examples/changes.ts';
import { lines } from '../examples/first-form.ts';
import { agreed, emergency, handover, newPolicy, twoTasks } from '../examples/scenes.ts';
import type { ApprovalPolicy } from '../policy.ts';
import { calendarOf } from './calendar.ts';

const before = specificationOf(rulebook, sha256);
const today = specificationOf(rulesOfToday, sha256);
const { meier, keller, ruiz, okafor, fabrikam } = cast;
const onus: Actor = { member: INSTALLATION, party: PROVIDER, kind: 'system', onBehalfOf: null, auth: 'clockwork' };

/** What the rules recorded once, and go on accepting of whoever recorded it, is refused of new commands. */
describe('An override today', () => {
  const deemed = newPolicy({ deemed: { party: 'p2', afterDays: 1 } });

  it('alters no terms: two of one side would make silence of the other an agreement', () => {
    const digest = digestIn(today(...twoTasks, deemed).state, 'C-1');
    const asking = { command: askToOverride('C-1', digest), by: meier };
    today(...twoTasks, deemed)
      .when(asking.command, asking)
      .refuses('approval/override-terms');
    const recorded = before(...twoTasks, deemed, asking);
    recorded.when(confirmIt('C-1', digest), { by: keller }).recordsTypes('ChangeOverridden', 'PolicyAdopted');
    const { characters, reason } = asking.command.data;
    const event = {
      type: 'OverrideRequested',
      schema: 1,
      data: { changeId: 'C-1', digest, reason, characters },
    } as const;
    today(...twoTasks, deemed, { event, by: meier })
      .when(confirmIt('C-1', digest), { by: keller })
      .refuses('approval/override-terms');
  });

  it('is of people of the two sides: a third party goes without the approval of neither', () => {
    const thirds = {
      command: {
        type: 'AddMembers',
        data: { members: [{ party: CLOUD, kind: 'person', name: toSeal('O. Third'), roles: ['owner'] }] },
      },
      by: meier,
    } as const;
    const third: Actor = { ...fabrikam, member: 'm17' };
    const scene = [...twoTasks, thirds, handover()];
    const digest = digestIn(today(...scene).state, 'C-1');
    const asking = askToOverride('C-1', digest);
    before(...scene, { command: asking, by: third })
      .when(confirmIt('C-1', digest), { by: fabrikam })
      .recordsTypes('ChangeOverridden', 'ResponsibilityAssigned');
    today(...scene)
      .when(asking, { by: third })
      .refuses('approval/override-third');
    const asked = today(...scene, { command: asking, by: meier });
    asked.when(confirmIt('C-1', digest), { by: fabrikam }).refuses('approval/override-third');
    asked.when(confirmIt('C-1', digest), { by: okafor }).accepted();
  });
});

describe('An emergency today', () => {
  const at = '2026-03-10T12:00:00Z';
  const during = (effectiveFrom: string, effectiveTo?: string) => {
    const { type, data } = emergency(effectiveFrom);
    return { type, data: { ...data, ...(effectiveTo !== undefined && { effectiveTo }) } } as const;
  };

  it('is written down within the time in which it would have to be ratified', () => {
    const scene = today(...twoTasks);
    scene.when(during('2026-03-07T12:00:00Z'), { by: ruiz, at }).accepted();
    scene.when(during('2026-03-07T11:59:59Z'), { by: ruiz, at }).refuses('approval/emergency-earlier');
    before(...twoTasks)
      .when(during('2026-03-07T11:59:59Z'), { by: ruiz, at })
      .accepted();
  });

  it('is not over: nobody rewrites alone who bore a duty in a past that nothing would undo', () => {
    const scene = today(...twoTasks);
    scene.when(during('2026-03-09T00:00:00Z', '2026-03-10T12:00:01Z'), { by: ruiz, at }).accepted();
    scene.when(during('2026-03-09T00:00:00Z', at), { by: ruiz, at }).refuses('approval/emergency-over');
  });

  it('is held to that when it is opened, and not while it is a draft', () => {
    const { type, data } = during('2026-03-09T00:00:00Z');
    const draft = today(...twoTasks, { command: { type, data: { ...data, open: false } }, by: ruiz, at });
    const digest = digestIn(draft.state, 'C-1');
    draft.when(openIt('C-1', digest), { by: ruiz, at: '2026-03-12T00:00:00Z' }).accepted();
    draft.when(openIt('C-1', digest), { by: ruiz, at: '2026-03-12T00:00:01Z' }).refuses('approval/emergency-earlier');
  });
});

describe('Other words today', () => {
  const words = { type: 'DescribeChange', data: { change: 'C-1', title: toSeal('Contoso bears it all') } } as const;

  it('come before the first approval, and not between those of the two sides', () => {
    const open = today(...twoTasks, handover());
    open.when(words, { by: ruiz }).accepted();
    const approved = open.and(...approvedBy(open, 'C-1', okafor));
    approved.when(words, { by: ruiz }).refuses('approval/words-approved');
    const once = before(...twoTasks, handover());
    once
      .and(...approvedBy(once, 'C-1', okafor))
      .when(words, { by: ruiz })
      .accepted();
    const text = reviseIt('C-1', { effectiveFrom: MARCH }, lines.assign('LOG-03'));
    approved.and({ command: text, by: ruiz }).when(words, { by: ruiz }).accepted();
  });

  it('come not between the two who override', () => {
    const open = today(...twoTasks, handover());
    open
      .and({ command: askToOverride('C-1', digestIn(open.state, 'C-1')), by: meier })
      .when(words, { by: ruiz })
      .refuses('approval/words-approved');
  });
});

describe('Silence today', () => {
  const deem = { type: 'DeemAccepted', data: { change: 'C-2' } } as const;
  const opened = '2026-04-01T12:00:00Z';
  const under = (given: typeof today, policy: Partial<ApprovalPolicy>) => {
    const scene = agreed(given(...twoTasks, newPolicy(policy)), 'C-1').and({ ...handover(), at: opened });
    const [approval] = approvedBy(scene, 'C-2', keller);
    // The provider lets the days go by, and agrees in the last moment.
    return scene.and({ ...approval!, at: '2026-04-11T11:59:00Z' });
  };
  const inTurn = { sequence: ['p1', 'p2'], deemed: { party: 'p2', afterDays: 10 } };

  it('begins when it is the turn of the party, which nobody had asked before', () => {
    under(before, inTurn).when(deem, { by: onus, at: '2026-04-11T12:00:00Z' }).accepted();
    const scene = under(today, inTurn);
    scene.when(deem, { by: onus, at: '2026-04-21T11:58:59Z' }).refuses('approval/not-due');
    const due = calendarOf(scene.state.approval.open.get('C-2')!).find(({ command }) => command === 'DeemAccepted');
    expect(instantOf(due!.at)).toBe('2026-04-21T11:59:00Z');
    scene
      .when(deem, { by: onus, at: '2026-04-21T11:59:00Z' })
      .recordsTypes('AcceptanceDeemed', 'ChangeAgreed', 'ResponsibilityAssigned');
  });

  it('counts from the opening where everybody may speak at once', () => {
    const scene = under(today, { deemed: inTurn.deemed });
    scene.when(deem, { by: onus, at: '2026-04-11T12:00:00Z' }).accepted();
  });

  it('settles no objection of the party that would be silent, and may settle one of the other', () => {
    const scene = (given: typeof today, by: Actor) => {
      const raised = agreed(given(...twoTasks, newPolicy({ deemed: inTurn.deemed })), 'C-1').and({
        command: { type: 'RaiseObjection', data: { ref: 'LOG-03', reason: toSeal('Not what we agreed') } },
        by,
      });
      const objection = `o${raised.history.length - 1}`;
      const text = { effectiveFrom: MARCH, resolves: [objection] };
      const open = raised.and({ command: put(text, lines.assign('LOG-03')), by: ruiz, at: opened });
      return open.and(...approvedBy(open, 'C-2', keller)).when(deem, { by: onus, at: '2026-04-20T00:00:00Z' });
    };
    scene(before, okafor).accepted();
    scene(today, okafor).refuses('approval/objected');
    scene(today, meier).recordsTypes('AcceptanceDeemed', 'ChangeAgreed', 'ResponsibilityAssigned', 'ObjectionResolved');
  });

  it('says the same as ever where nothing is asked for', () => {
    const plain = agreed(today(...twoTasks, newPolicy({})), 'C-1').and(handover());
    plain.when(deem, { by: onus, at: '2026-05-01T00:00:00Z' }).refuses('approval/not-due');
    expect(plain.state.approval.open.has('C-2')).toBe(true);
  });
});
