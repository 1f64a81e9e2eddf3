import { cast } from '#engagement/domain/engagement.examples';
import {
  acceptException,
  confirm,
  declineVersion,
  endException,
  except,
  proposeVersion,
  signVersion,
  startReview,
  withdrawVersion,
  word,
} from '#matrix-version/domain/matrix-version.examples';
import type { VersionText } from '#matrix-version/domain/version.events';
import { proposedVersions } from '#matrix-version/domain/versions/version.state';
import type { Instant } from '#kernel/instant';
import { definitions } from '#responsibility/domain/examples/duties';
import { defineTask } from '#responsibility/domain/responsibility.examples';
import { REFS, type RandomAct } from '../random-acts.ts';
import { dayOf, type RandomLedger } from '../random-ledger.ts';

/** What people do about the matrix as a whole. */
export type MatrixAct = Extract<RandomAct, { readonly do: 'version' | 'review' | 'exception' }>;
type Of<D extends MatrixAct['do']> = Extract<MatrixAct, { readonly do: D }>;

/** What is proposed of the matrix of an instant, as known to so many entries. */
type Sealed = (effective: Instant, treeSize: number) => Partial<VersionText> | undefined;

/** Turns an act about the matrix as a whole into commands, one after the other, whether or not they are allowed. */
export function performOnMatrix(ledger: RandomLedger, act: MatrixAct, sealed: Sealed): void {
  switch (act.do) {
    case 'version':
      return version(ledger, act, sealed);
    case 'review':
      return review(ledger, act);
    case 'exception':
      return exception(ledger, act);
  }
}

function version(ledger: RandomLedger, { who, at, signers, moved, end }: Of<'version'>, sealed: Sealed): void {
  const some = `sha256:${ledger.size.toString(16).padStart(64, '0')}`;
  const text = { digest: some, ...sealed(dayOf(at), ledger.size) };
  const { digest } = text;
  if (ledger.attempt(proposeVersion(text), cast[who]) === undefined) return;
  const id = `v${proposedVersions(ledger.state.matrixVersion.versions)}`;
  if (moved) ledger.attempt(defineTask(`T-${ledger.size}`, dayOf(at), definitions.patching), cast.ruiz);
  for (const signer of signers) ledger.attempt(signVersion(id, digest), cast[signer]);
  if (end === 'withdraw') ledger.attempt(withdrawVersion(id), cast[who]);
  if (end === 'decline') ledger.attempt(declineVersion(id), cast[who === 'ruiz' ? 'okafor' : 'keller']);
}

function review(ledger: RandomLedger, { who, chosen, cadenceDays, version: of, words }: Of<'review'>): void {
  const id = `r${ledger.size}`;
  const started = ledger.attempt(
    startReview({
      due: dayOf(1000),
      ...(chosen !== null && { refs: chosen.map((task) => REFS[task]!) }),
      ...(cadenceDays !== undefined && { cadenceDays }),
      ...(of !== null && { version: `v${of}` }),
    }),
    cast[who],
  );
  if (started === undefined) return;
  const refs = started.flatMap((event) => (event.type === 'ReviewLinesListed' ? event.data.refs : []));
  for (const { who: speaker, tasks, isTrue } of words) {
    // Everything that is reviewed, or what the speaker has in mind: now and then none of it is reviewed.
    const inMind = tasks.map((task) => REFS[task]!);
    const reviewed = inMind.filter((ref) => refs.includes(ref));
    const about = isTrue ? refs : reviewed.length > 0 ? reviewed : inMind;
    const said = about.map((ref) => (isTrue ? word(ref) : word(ref, 'not-true', 'It is done by nobody.')));
    ledger.attempt(confirm(id, ...said), cast[speaker]);
  }
}

function exception(ledger: RandomLedger, act: Of<'exception'>): void {
  const id = `x${ledger.size}`;
  const recorded = ledger.attempt(
    except({
      refs: act.tasks.map((task) => REFS[task]!),
      ...(act.controlled && { controls: definitions.logReview.controls }),
      owner: cast[act.owner].member,
      from: dayOf(act.at),
      to: dayOf(act.at + act.days),
    }),
    cast[act.who],
  );
  if (recorded === undefined) return;
  ledger.wait(1);
  if (act.accepts) ledger.attempt(acceptException(id), cast[act.owner]);
  ledger.wait(1);
  if (act.ends) ledger.attempt(endException(id), cast[act.owner]);
}
