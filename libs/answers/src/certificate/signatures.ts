import type { AcceptanceDeemed, ApprovalGranted } from '#approval/domain/approval.events';
import { CLIENT, PROVIDER } from '#engagement/domain/members';
import type { Entry } from '#kernel/event';
import type { OnusEvent } from '#rulebook/rulebook';
import type { Introduction, Named } from '../views.ts';
import type { Moments } from '../words/moments.ts';
import { shortName } from '../words/phrases.ts';
import type { CertifiedOutcome, CertifiedSignature } from './views.ts';

/** How a certificate tells of people. */
export interface Telling {
  readonly named: (of: { readonly party: string; readonly member?: string }) => Named;
  /** Who of another party brought a member in; null where nobody did. */
  readonly introduction: (member: string) => Introduction | null;
  readonly moments: Moments;
}

type RecordedEntry = Entry<OnusEvent>;

/** The entries by which a change is in force, each with what it means, in the order of the ledger. */
export function signaturesIn(
  entries: readonly RecordedEntry[],
  decision: RecordedEntry,
  outcome: CertifiedOutcome,
  telling: Telling,
): readonly CertifiedSignature[] {
  return entries.flatMap((entry): readonly CertifiedSignature[] => {
    switch (entry.type) {
      case 'ApprovalGranted':
        return [approval(entry, entry as unknown as ApprovalGranted, entries, telling)];
      case 'AcceptanceDeemed':
        return [silence(entry, (entry as unknown as AcceptanceDeemed).data, telling)];
      case 'EmergencyTookEffect':
        return [said(entry, 'declared-emergency', 'Declared an emergency, in force at once,', telling)];
      case 'OverrideRequested':
        return outcome === 'overridden'
          ? [said(entry, 'requested-override', 'Doing without the approvals was asked for', telling)]
          : [];
      case 'ChangeOverridden':
        return entry === decision
          ? [said(entry, 'confirmed-override', 'Confirmed, as the second person,', telling)]
          : [];
      default:
        return [];
    }
  });
}

const UNSIGNED = { passkey: false, introduction: null } as const;

function approval(
  entry: RecordedEntry,
  { schema, data }: ApprovalGranted,
  entries: readonly RecordedEntry[],
  telling: Telling,
): CertifiedSignature {
  const isEmergency = entries.some(({ type }) => type === 'EmergencyTookEffect');
  const passkey = 'signature' in data;
  const party = schema === 1 ? (data.side === 'provider' ? PROVIDER : CLIENT) : data.party;
  const { side, partyName } = telling.named({ party });
  const what = isEmergency ? 'Ratified' : 'Approved';
  const signature = said(entry, isEmergency ? 'ratified' : 'approved', `${what} for ${partyName} (${side})`, telling);
  const how = passkey ? ' Signed with a passkey.' : '';
  // Whoever acts for another acts in that one’s right: it is the other who speaks for the party.
  const introduction = telling.introduction(entry.actor.onBehalfOf ?? entry.actor.member);
  return { ...signature, side, passkey, introduction, words: signature.words + how };
}

/** Nobody acted: the clock did. */
function silence(
  { index, recordedAt }: RecordedEntry,
  { party, silentSince }: AcceptanceDeemed['data'],
  { named, moments }: Telling,
): CertifiedSignature {
  const by = named({ party });
  const words =
    `${by.partyName} (${by.side}) has said nothing since ${moments.minute(silentSince)}; ` +
    `under the approval policy that was taken for acceptance on ${moments.minute(recordedAt)}.`;
  return { ...UNSIGNED, meaning: 'silence', entry: index, recordedAt, side: by.side, by, onBehalfOf: null, words };
}

function said(
  { index, recordedAt, actor }: RecordedEntry,
  meaning: CertifiedSignature['meaning'],
  what: string,
  { named, moments }: Telling,
): CertifiedSignature {
  const by = named({ party: actor.party, member: actor.member });
  const onBehalfOf = actor.onBehalfOf === null ? null : named({ party: actor.party, member: actor.onBehalfOf });
  const whose = onBehalfOf === null ? '' : ` on behalf of ${shortName(onBehalfOf)}`;
  const words = `${what} by ${shortName(by)}${whose} on ${moments.minute(recordedAt)}.`;
  return { ...UNSIGNED, meaning, entry: index, recordedAt, side: by.side, by, onBehalfOf, words };
}
