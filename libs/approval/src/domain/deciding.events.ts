import type { DomainEvent } from '#kernel/event';
import type { Instant } from '#kernel/instant';
import type { Sealed } from '#kernel/sealed';
import type { MemberId, PartyId, Role } from '#engagement/domain/members';
import type { ApprovingSide, ChangeId } from './change.ts';
import type { ApprovalPolicy, RetentionProfile } from './policy.ts';

/** What an authenticator signed: everything that it takes to verify it again. All of it is base64url. */
export interface FirstApprovalSignature {
  readonly credentialId: string;
  readonly authenticatorData: string;
  readonly clientDataJSON: string;
  readonly signature: string;
  /** What was signed beside the digest, so that no signature is like another: 16 to 64 bytes. */
  readonly nonce: string;
}

/** The same over a statement, which is meant for one ledger and for the actor's right alone. */
export interface ApprovalSignature extends FirstApprovalSignature {
  /** Name of the ledger, as it was signed. */
  readonly ledger: string;
}

/**
 * An approver agreed, for one side or party, to exactly the text with this digest. The first version is of changes of the first form;
 * the third carries the signature of a passkey over the digest and a nonce, the fourth one over a statement.
 */
export type ApprovalGranted =
  | DomainEvent<
      'ApprovalGranted',
      1,
      { readonly changeId: ChangeId; readonly digest: string; readonly side: ApprovingSide }
    >
  | DomainEvent<
      'ApprovalGranted',
      2,
      { readonly changeId: ChangeId; readonly revision: number; readonly digest: string; readonly party: PartyId }
    >
  | DomainEvent<
      'ApprovalGranted',
      3,
      {
        readonly changeId: ChangeId;
        readonly revision: number;
        readonly digest: string;
        readonly party: PartyId;
        readonly signature: FirstApprovalSignature;
      }
    >
  | DomainEvent<
      'ApprovalGranted',
      4,
      {
        readonly changeId: ChangeId;
        readonly revision: number;
        readonly digest: string;
        readonly party: PartyId;
        readonly signature: ApprovalSignature;
      }
    >;

/** An approver asks for another text. While the request stands, the revision cannot come in force. */
export type ChangesRequested = DomainEvent<
  'ChangesRequested',
  1,
  {
    readonly changeId: ChangeId;
    readonly revision: number;
    readonly digest: string;
    readonly party: PartyId;
    readonly reason: Sealed;
  }
>;

/** A party that said nothing for as long as the policy allows is taken to have accepted. It is no approval. */
export type AcceptanceDeemed = DomainEvent<
  'AcceptanceDeemed',
  1,
  { readonly changeId: ChangeId; readonly digest: string; readonly party: PartyId; readonly silentSince: Instant }
>;

/** Both sides have agreed. What the lines say is recorded with it, in the same append. `approvals` are entry indices. */
export type ChangeAgreed =
  | DomainEvent<
      'ChangeAgreed',
      1,
      { readonly changeId: ChangeId; readonly digest: string; readonly approvals: readonly number[] }
    >
  | DomainEvent<
      'ChangeAgreed',
      2,
      {
        readonly changeId: ChangeId;
        readonly revision: number;
        readonly digest: string;
        readonly approvals: readonly number[];
        /** Entries by which a party was taken to have accepted. */
        readonly deemed?: readonly number[];
      }
    >;

/** An approver of either side said no; the change is over. */
export type ChangeRejected =
  | DomainEvent<
      'ChangeRejected',
      1,
      { readonly changeId: ChangeId; readonly side: ApprovingSide; readonly reason: Sealed }
    >
  | DomainEvent<
      'ChangeRejected',
      2,
      {
        readonly changeId: ChangeId;
        readonly revision: number;
        readonly digest: string;
        readonly party: PartyId;
        readonly reason: Sealed;
      }
    >;

/** Its author, or an owner of the author's party, took the proposal back. */
export type ChangeWithdrawn = DomainEvent<'ChangeWithdrawn', 1, { readonly changeId: ChangeId }>;

/** Nobody decided in time: the change is over. */
export type ChangeExpired = DomainEvent<
  'ChangeExpired',
  1,
  { readonly changeId: ChangeId; readonly expiredAt: Instant }
>;

/** Another change takes its place. */
export type ChangeSuperseded = DomainEvent<
  'ChangeSuperseded',
  1,
  { readonly changeId: ChangeId; readonly supersededBy: ChangeId }
>;

/** Whoever can still decide is reminded. Every so often, as the policy says. */
export type ApproversReminded = DomainEvent<
  'ApproversReminded',
  1,
  { readonly changeId: ChangeId; readonly members: readonly MemberId[] }
>;

/** From here on the holders of this role may approve as well. Nobody loses the right to. */
export type ChangeEscalated = DomainEvent<
  'ChangeEscalated',
  1,
  { readonly changeId: ChangeId; readonly to: Role; readonly members: readonly MemberId[] }
>;

/** Members have left or lost their role: a party can no longer give the approvals that the change needs. */
export type ApprovalImpossible = DomainEvent<
  'ApprovalImpossible',
  1,
  { readonly changeId: ChangeId; readonly party: PartyId; readonly needed: number; readonly possible: number }
>;

/** An emergency holds at once, on nobody's agreement. It is to be ratified before `ratifyBy`. */
export type EmergencyTookEffect = DomainEvent<
  'EmergencyTookEffect',
  1,
  { readonly changeId: ChangeId; readonly digest: string; readonly ratifyBy: Instant }
>;

/** An owner asks to put the change in force without the approvals that it needs. */
export type OverrideRequested = DomainEvent<
  'OverrideRequested',
  1,
  {
    readonly changeId: ChangeId;
    readonly digest: string;
    readonly reason: Sealed;
    /** Length of the reason in characters. */
    readonly characters: number;
  }
>;

/** A second person confirmed: the change is in force without agreement. `requested` is the entry of the request. */
export type ChangeOverridden = DomainEvent<
  'ChangeOverridden',
  1,
  { readonly changeId: ChangeId; readonly digest: string; readonly requested: number }
>;

/** Changes opened from here on are judged by this policy. Its version is the index of this entry. */
export type PolicyAdopted = DomainEvent<
  'PolicyAdopted',
  1,
  { readonly changeId: ChangeId; readonly policy: ApprovalPolicy }
>;

/** From here on this is how long things are kept. */
export type RetentionAdopted = DomainEvent<
  'RetentionAdopted',
  1,
  { readonly changeId: ChangeId; readonly retention: RetentionProfile }
>;
