import type { AcceptanceDeemed, ApprovalGranted, OverrideRequested } from '#approval/domain/approval.events';
import { saysUserVerified } from '#approval/domain/deciding/signed';
import type { Sealed } from '#kernel/sealed';
import type { SignatureAlgorithm } from '#kernel/signature';
import type { Basis, CountedApproval, Mention, PasskeySigned } from '../views.ts';
import { approvingSide, countedIn, deemedBy, groundIn, sideOf, type Happening } from './course.ts';

export type ChangeBasis = Extract<Basis, { readonly change: string }>;

/** How those who ask open texts, and call people by name. */
export interface Telling {
  readonly open: (text: Sealed) => string | null;
  /** Who recorded an entry, by the names that were known with it. */
  readonly mention: (entry: Happening) => Mention;
  /** Of which algorithm a passkey is that was registered before an entry; null where there was none. */
  readonly algorithmOf: (credential: string, before: number) => SignatureAlgorithm | null;
}

/**
 * What a statement of a change rests on: its course up to the statement tells. Undefined where nobody had decided the change: no rule
 * records such a statement, but a ledger that somebody tampered with can hold one.
 */
export function changeBasis(course: readonly Happening[], telling: Telling): ChangeBasis | undefined {
  const { open, mention } = telling;
  const ground = groundIn(course);
  if (ground === undefined) return undefined;
  const about = aboutOf(course, open);
  const { event } = ground;
  switch (event.type) {
    case 'ChangeAgreed': {
      const deemed = deemedBy(event).map(
        (entry) => course.find(({ index }) => index === entry) as Happening<AcceptanceDeemed>,
      );
      return {
        kind: 'change',
        agreed: true,
        ...about,
        approvals: countedIn(event, course).map((approval) => countedApproval(approval, telling)),
        ...(deemed.length > 0 && {
          deemed: deemed.map(({ index, event: { data } }) => ({
            entry: index,
            side: sideOf(data.party),
            silentSince: data.silentSince,
          })),
        }),
      };
    }
    case 'EmergencyTookEffect':
      return { kind: 'emergency', agreed: false, ...about, declared: mention(ground), ratifyBy: event.data.ratifyBy };
    case 'ChangeOverridden': {
      const requested = course.find(({ index }) => index === event.data.requested) as Happening<OverrideRequested>;
      return {
        kind: 'override',
        agreed: false,
        ...about,
        requested: mention(requested),
        reason: open(requested.event.data.reason),
        confirmed: mention(ground),
      };
    }
  }
}

function countedApproval(approval: Happening<ApprovalGranted>, telling: Telling): CountedApproval {
  const signed = signedBy(approval, telling);
  return {
    ...telling.mention(approval),
    side: approvingSide(approval.event),
    ...(signed !== null && { signed }),
  };
}

/** The passkey that signed an approval; null where none did. */
export function signedBy(
  { index, event }: Happening<ApprovalGranted>,
  { algorithmOf }: Pick<Telling, 'algorithmOf'>,
): PasskeySigned | null {
  if (!('signature' in event.data)) return null;
  const { signature } = event.data;
  const { credentialId: credential } = signature;
  return { credential, algorithm: algorithmOf(credential, index), userVerified: saysUserVerified(signature) };
}

function aboutOf(course: readonly Happening[], open: Telling['open']) {
  const { changeId, backdatedDays } = textIn(course);
  return { change: changeId, title: titleIn(course, open), ...(backdatedDays !== undefined && { backdatedDays }) };
}

/** What the change is called by the end of a course. */
export function titleIn(course: readonly Happening[], open: Telling['open']): string | null {
  for (const { event } of course.toReversed()) {
    if (event.type === 'ChangeDescribed' || event.type === 'ChangeDrafted' || event.type === 'ChangeProposed') {
      return open(event.data.title);
    }
  }
  throw new Error('a change begins with its title');
}

/** The text that stands at the end of a course. */
export function textIn(course: readonly Happening[]) {
  for (const { event } of course.toReversed()) {
    if (event.type === 'ChangeProposed' || event.type === 'ChangeDrafted' || event.type === 'ChangeRevised')
      return event.data;
  }
  throw new Error('a change begins with its text');
}
