import { FOUNDER, INSTALLATION, PROVIDER } from '#engagement/domain/members';
import type { Actor } from '#kernel/event';
import type { Instant } from '#kernel/instant';
import { Refusal } from '#kernel/refusal';
import { bodyDigest, replaceSealed, type Sealed, type Sha256 } from '#kernel/sealed';
import type { VerifySignature } from '#kernel/signature';
import { rulebook, type OnusCommand, type OnusEvent, type OnusState } from '#rulebook/rulebook';
import { rebuild } from './commands/rebuild.ts';
import type { Submitted } from './commands/rebuilt.ts';
import { sameJson } from './same-json.ts';
import { Contradiction } from './verdict.ts';

/** What one command recorded: its entries follow one another, and say the same of who, when and why. */
export interface RecordedCommand {
  readonly ledger: string;
  readonly index: number;
  readonly recordedAt: Instant;
  readonly actor: Actor;
  readonly body: string;
  readonly events: readonly OnusEvent[];
}

/** How the entries of a command ended: it is all there, or the range was cut inside of it. */
export type Ending = 'whole' | 'cut';

/** What is known beside the command when it is decided again. */
export interface Before {
  readonly state: OnusState;
  /** Tree sizes at the ends of commands since something was last said of a task. */
  readonly sizes: readonly number[];
  readonly sha256: Sha256;
  readonly verifySignature: VerifySignature;
}

/**
 * Finds the command behind its events, lets the rules decide it again, and demands exactly what was recorded. Tells whether more
 * of it should follow; `last` says that nothing does. Changes nothing. @throws Contradiction
 */
export function decideAgain(recorded: RecordedCommand, before: Before, last: boolean): Ending {
  const { events, index } = recorded;
  const { submitted, whole } = rebuild(events, before.state, index);
  checkActor(recorded, submitted, before.state);
  // Half a command cannot be decided: the rules may object to what the rest of it would have made good.
  if (!whole) return 'cut';
  if (compare(expected(submitted, recorded, before), events) === 'cut') return 'cut';
  if (isBody(submitted, recorded, before)) return 'whole';
  // Members are added in any number, and a draft may be opened at once: a command that lacks the rest looks like another one.
  if (last && IN_ANY_NUMBER.has(submitted.type)) return 'cut';
  throw new Contradiction(
    'other-command',
    `the entries name the digest of another command than this ${submitted.type}`,
  );
}

/** What the rules record. Where that is more or less than stands there, what they once recorded, if it is as much. */
function expected(submitted: Submitted, recorded: RecordedCommand, before: Before): readonly OnusEvent[] {
  const now = decide(submitted, recorded, before);
  if (now.length === recorded.events.length || !ENDS_AN_EMERGENCY.has(submitted.type)) return now;
  const once = decide(submitted, recorded, before, true);
  return once.length === recorded.events.length ? once : now;
}

/** What ends an emergency: whether there is something left to undo was once read from texts. */
const ENDS_AN_EMERGENCY: ReadonlySet<OnusCommand['type']> = new Set(['RejectChange', 'WithdrawChange', 'ExpireChange']);

function decide(
  submitted: Submitted,
  recorded: RecordedCommand,
  before: Before,
  endsAsTexts = false,
): readonly OnusEvent[] {
  const { ledger, actor, recordedAt, index: nextIndex } = recorded;
  const { state, sha256, verifySignature } = before;
  const data = replaceSealed<OnusCommand['data']>(submitted.data, (commitment): Sealed => ({ sealed: commitment }));
  try {
    return rulebook.decide({ type: submitted.type, data } as OnusCommand, state, {
      ledger,
      actor,
      recordedAt,
      nextIndex,
      sha256,
      verifySignature,
      endsAsTexts,
    });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Contradiction('refused', `${submitted.type} is refused (${error.code}): ${error.message}`, 0, error.code);
  }
}

/** @throws Contradiction at the first event that differs */
function compare(decided: readonly OnusEvent[], recorded: readonly OnusEvent[]): Ending {
  for (const [at, event] of recorded.entries()) {
    const expected = decided[at];
    if (expected === undefined) {
      throw new Contradiction('other-events', `the command records no ${event.type} here, nor anything else`, at);
    }
    if (!sameJson(expected, event)) {
      throw new Contradiction('other-events', `the rules record ${difference(expected, event)}`, at);
    }
  }
  return decided.length === recorded.length ? 'whole' : 'cut';
}

function difference(expected: OnusEvent, event: OnusEvent): string {
  if (expected.type !== event.type) return `a ${expected.type} here, not a ${event.type}`;
  const [rules, entry] = [expected.data, event.data] as unknown as Readonly<Record<string, unknown>>[];
  const names = [...new Set([...Object.keys(rules!), ...Object.keys(entry!)])];
  const differing = names.filter((name) => !sameJson(rules![name], entry![name]));
  return `another ${differing.join(' and ')} in this ${event.type}`;
}

/**
 * An actor is a member, and says of whom and of what kind. The rules look members up and never ask the actor, but whoever reads
 * an entry does. Who opens an engagement is the member that it begins with, and speaks for it as a person. The installation
 * itself speaks of its key, and of what has come due by itself.
 */
function checkActor({ actor }: RecordedCommand, { type }: Submitted, { engagement }: OnusState): void {
  if (type === 'OpenEngagement') return checkFounder(actor);
  if (BY_INSTALLATION.has(type) && actor.kind === 'system') return checkInstallation(actor);
  const member = engagement.members.get(actor.member);
  if (member === undefined) throw new Contradiction('wrong-actor', `there is no member ${actor.member}`);
  if (member.party !== actor.party) {
    throw new Contradiction('wrong-actor', `${actor.member} is of ${member.party}, not of ${actor.party}`);
  }
  const kind = member.kind === 'person' ? 'person' : 'service';
  if (actor.kind === kind || (actor.kind === 'person' && actor.member === FOUNDER)) return;
  throw new Contradiction('wrong-actor', `${actor.member} acts as a ${actor.kind}, but is a ${member.kind}`);
}

/** What records as much as somebody names, or has something behind it that need not be there. */
const IN_ANY_NUMBER: ReadonlySet<OnusCommand['type']> = new Set([
  'AddMembers',
  'AcknowledgeAssignment',
  'AcknowledgeAssignments',
  'DraftChange',
  'ConfirmLines',
]);

/** What the installation may record without a member: it decides nothing. */
const BY_INSTALLATION: ReadonlySet<OnusCommand['type']> = new Set([
  'RotateSigningKey',
  'ExpireChange',
  'RemindApprovers',
  'EscalateChange',
  'DeemAccepted',
]);

function checkFounder({ member, party, kind }: Actor): void {
  if (member === FOUNDER && party === PROVIDER && kind === 'person') return;
  throw new Contradiction('wrong-actor', `an engagement is opened by ${FOUNDER}, a person of ${PROVIDER}`);
}

function checkInstallation({ member, party }: Actor): void {
  if (member === INSTALLATION && party === PROVIDER) return;
  throw new Contradiction(
    'wrong-actor',
    `the installation is ${INSTALLATION} of ${PROVIDER}, not ${member} of ${party}`,
  );
}

/** For how many tree sizes it is tried whether an import was computed against them. */
const MOST_SIZES = 256;

/**
 * Whether the entries name the digest of this command. Of an import the size that it was computed against is not recorded: it
 * lies between the last statement and the import, mostly at the end of a command, and is looked for.
 */
function isBody(submitted: Submitted, { body, index }: RecordedCommand, { state, sizes, sha256 }: Before): boolean {
  const { type, data } = submitted;
  const is = (of: unknown): boolean => bodyDigest(sha256, type, of) === body;
  if (is(data)) return true;
  if (type === 'AcknowledgeAssignment') {
    return bodyDigest(sha256, 'AcknowledgeAssignments', { assignments: [data] }) === body;
  }
  if (submitted.type !== 'RecordImport' || submitted.data.header === undefined) return false;
  const { header, ...rest } = submitted.data;
  const possible = index - state.responsibility.lastStatement;
  const all = possible > MOST_SIZES ? [] : Array.from({ length: possible }, (_, i) => index - i);
  for (const against of new Set([...sizes.slice(-MOST_SIZES).toReversed(), ...all])) {
    if (is({ header: { ...header, against }, ...rest })) return true;
  }
  // That it was not computed against any of so many cannot be shown.
  return possible > MOST_SIZES;
}
