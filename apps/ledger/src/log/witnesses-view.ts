import { instantOf, type Instant } from '#kernel/instant';
import type { WitnessState } from '#sealing/witnessing/witnesses';
import { toBase64 } from '#transparency/bytes';
import type { Onus } from '../runtime/onus.ts';

/** What a ledger's witnesses have seen of it. */
export interface WitnessesView {
  /** Null where nothing was sealed yet. */
  readonly sealed: { readonly treeSize: number; readonly root: string } | null;
  readonly witnesses: readonly WitnessView[];
}

export type WitnessView = Omit<WitnessState, 'cosignedAt'> & { readonly cosignedAt: Instant | null };

/** What the witnesses of a ledger have seen of it. */
export async function witnessesOf({ sealing }: Onus, engagementId: string): Promise<WitnessesView> {
  const seal = await sealing.sealer.newest(engagementId);
  const witnesses = sealing.witnesses.states(engagementId).map(({ cosignedAt, ...state }) => ({
    ...state,
    cosignedAt: cosignedAt === null ? null : instantOf(cosignedAt * 1_000_000),
  }));
  return { sealed: seal ? { treeSize: seal.size, root: toBase64(seal.root) } : null, witnesses };
}
