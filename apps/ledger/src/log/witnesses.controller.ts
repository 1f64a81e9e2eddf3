import { Controller, Get, Inject } from '@nestjs/common';
import { instantOf, type Instant } from '#kernel/instant';
import { Read } from '#http/operation';
import { Visitor, type Visit } from '#http/request';
import type { WitnessState } from '#sealing/witnessing/witnesses';
import { toBase64 } from '#transparency/bytes';
import { Onus } from '../runtime/onus.ts';

/** What a ledger's witnesses have seen of it. */
export interface WitnessesView {
  /** Null where nothing was sealed yet. */
  readonly sealed: { readonly treeSize: number; readonly root: string } | null;
  readonly witnesses: readonly WitnessView[];
}

export type WitnessView = Omit<WitnessState, 'cosignedAt'> & { readonly cosignedAt: Instant | null };

@Controller('v1/engagements/:engagement/log/witnesses')
export class WitnessesController {
  private readonly onus: Onus;

  constructor(@Inject(Onus) onus: Onus) {
    this.onus = onus;
  }

  @Get()
  @Read({
    id: 'listWitnesses',
    tag: 'Log',
    summary: 'The witnesses of the ledger: what each has cosigned of it, when, and what is wrong',
    answer: 'Witnesses',
  })
  show(@Visitor() { engagementId }: Visit): Promise<WitnessesView> {
    return witnessesOf(this.onus, engagementId);
  }
}

/** What the witnesses of a ledger have seen of it. */
export async function witnessesOf({ sealing }: Onus, engagementId: string): Promise<WitnessesView> {
  const seal = await sealing.sealer.newest(engagementId);
  const witnesses = sealing.witnesses.states(engagementId).map(({ cosignedAt, ...state }) => ({
    ...state,
    cosignedAt: cosignedAt === null ? null : instantOf(cosignedAt * 1_000_000),
  }));
  return { sealed: seal ? { treeSize: seal.size, root: toBase64(seal.root) } : null, witnesses };
}
