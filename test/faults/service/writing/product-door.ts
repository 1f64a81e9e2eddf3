import type { Onus } from '#apps/ledger/src/runtime/onus';
import { Refusal } from '#kernel/refusal';
import type { Accepted } from '#ledger-store/submission';
import { actorFor, commandOf, personFor, type Act } from './acts.ts';
import { Refused, type Answer, type Door } from './writer.ts';

/** The product in this process, without any surface. */
export class ProductDoor implements Door {
  readonly #onus: Onus;

  constructor(onus: Onus) {
    this.#onus = onus;
  }

  async submit(engagement: string, id: string, act: Act): Promise<Answer> {
    const { entries, receipt } = await this.accept(engagement, id, act);
    const { treeSize, rootHash } = receipt!;
    const proposed = entries.find(({ type }) => type === 'ChangeDrafted')?.data;
    if (proposed === undefined) return { entries, treeSize, rootHash };
    const { changeId: change, digest } = proposed as { changeId: string; digest: string };
    return { entries, treeSize, rootHash, change, digest };
  }

  /** The same with everything that the product says of it. @throws Refused, or the store's error */
  async accept(engagement: string, id: string, act: Act): Promise<Accepted> {
    try {
      const asking = { commandId: id, actor: actorFor(personFor(act)), receipt: true };
      return await this.#onus.submit(engagement, commandOf(act), asking);
    } catch (error) {
      if (error instanceof Refusal) throw new Refused(error.code);
      throw error;
    }
  }
}
