import { digestIn, put } from '#approval/domain/examples/changes';
import { lines } from '#approval/domain/examples/first-form';
import type { ApprovalSignature } from '#approval/domain/approval.events';
import type { ChangeId, DraftLine } from '#approval/domain/change';
import type { ApprovalPolicy } from '#approval/domain/policy';
import { DEFAULT_POLICY } from '#approval/domain/policy';
import { cast } from '#engagement/domain/engagement.examples';
import type { Instant } from '#kernel/instant';
import { APRIL } from '#responsibility/domain/examples/duties';
import { Forgery } from '#test/model/replaying/story';
import { approvalSignature, nonceOf, registrationOf, type Signing } from './signing.ts';
import type { SoftwareAuthenticator } from './software-authenticator.ts';

/** Who approves: for the provider, and for the client. */
export type Approver = 'keller' | 'okafor';

/** An authenticator of each. A key takes a while to be made, so authenticators outlive their ledgers. */
export type Phones = Readonly<Record<Approver, SoftwareAuthenticator>>;

/** The story of every test, in which both approvers have registered a passkey: what follows is approved with them. */
export class SignedAgreement {
  readonly ledger = new Forgery();
  readonly phones: Phones;
  #nonces = 0;

  constructor(phones: Phones) {
    this.phones = phones;
    this.ledger.honestly(registrationOf(phones.keller), cast.keller);
    this.ledger.honestly(registrationOf(phones.okafor), cast.okafor);
  }

  /** Ruiz opens a change: from April on LOG-03 goes to Contoso, where nothing else is said. */
  open(line: DraftLine = lines.assign('LOG-03', 'contoso'), effectiveFrom: Instant = APRIL): ChangeId {
    return this.#opened(put({ effectiveFrom }, line));
  }

  /** The same of a change that alters the policy. */
  openPolicy(policy: Partial<ApprovalPolicy>): ChangeId {
    return this.#opened(put({ effectiveFrom: APRIL, terms: { policy: { ...DEFAULT_POLICY, ...policy } } }));
  }

  /** Digest of the text of an open change. */
  digest(change: ChangeId): string {
    return digestIn(this.ledger.told.ledger.state, change);
  }

  /** What an approver's passkey signs of an open change, with a nonce that was not there before. */
  sign(change: ChangeId, by: Approver, ceremony: Signing = {}): ApprovalSignature {
    this.#nonces += 1;
    return approvalSignature(this.phones[by], this.digest(change), ceremony, nonceOf(this.#nonces));
  }

  /** Approves an open change; null: by the account alone. Gives the index of the approval. */
  approve(change: ChangeId, by: Approver, signature: ApprovalSignature | null = this.sign(change, by)): number {
    const index = this.ledger.size;
    const data = { change, digest: this.digest(change), ...(signature !== null && { signature }) };
    this.ledger.honestly({ type: 'ApproveChange', data }, cast[by]);
    return index;
  }

  /** Both approve, and the change is agreed. Gives the index of the last approval. */
  agree(change: ChangeId): number {
    this.approve(change, 'keller');
    return this.approve(change, 'okafor');
  }

  /**
   * The approval that puts a change in force says that this was signed, and not what was. Gives the index of that approval, with
   * which everything follows that it would have brought about.
   */
  forge(forged: (digest: string, genuine: ApprovalSignature) => ApprovalSignature): number {
    const change = this.open();
    const digest = this.digest(change);
    this.approve(change, 'keller');
    const genuine = this.sign(change, 'okafor');
    const index = this.approve(change, 'okafor', genuine);
    this.ledger.retell(index, 0, (data) => ({ ...data, signature: forged(digest, genuine) }));
    return index;
  }

  /** The same: the passkey did sign, but in another ceremony than an approval is. */
  forgeBySigning(ceremony: Signing): number {
    return this.forge((digest) => approvalSignature(this.phones.okafor, digest, ceremony, nonceOf(99)));
  }

  #opened(command: ReturnType<typeof put>): ChangeId {
    this.ledger.honestly(command, cast.ruiz);
    const [drafted] = this.ledger.appends.at(-1)!.events;
    if (drafted?.type !== 'ChangeDrafted') throw new Error('a change begins with its draft');
    return drafted.data.changeId;
  }
}
