import { isIn, OtherShare, type Share } from '#ledger-store/shares/share';
import { NotThereYet, type ReadModels } from '#read-models/read-models';

/** The engagements that are looked after here: those of a share, or all of them. */
export class OwnEngagements {
  readonly share: Share | undefined;
  readonly #read: ReadModels;
  readonly #recordedBefore: number;

  /** `recordedBefore` is the position in the store of the newest entry when it was opened. */
  constructor(share: Share | undefined, read: ReadModels, recordedBefore: number) {
    this.share = share;
    this.#read = read;
    this.#recordedBefore = recordedBefore;
  }

  /**
   * Why nothing is recorded or answered here of an engagement; undefined where it is. Of one that the read models do not have yet, because
   * they were built for another share, even what was recorded is not known: the command index is one of them.
   */
  refusal(engagementId: string): OtherShare | NotThereYet | undefined {
    if (this.share !== undefined && !isIn(this.share, engagementId)) return new OtherShare(engagementId, this.share);
    return isIn(this.#read.share(), engagementId) ? undefined : new NotThereYet(this.#recordedBefore, 0);
  }

  /** @throws OtherShare, NotThereYet */
  check(engagementId: string): void {
    const refusal = this.refusal(engagementId);
    if (refusal !== undefined) throw refusal;
  }
}
