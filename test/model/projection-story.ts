import { approve, digestOfChange, propose, type When } from '#approval/domain/approval.examples';
import type { ChangeLine } from '#approval/domain/change';
import { cast } from '#engagement/domain/engagement.examples';
import type { Actor } from '#kernel/event';
import type { Unsealed } from '#kernel/sealed';
import { sha256 } from '#ledger-store/entry-codec';
import type { SqliteReadModels } from '#read-models/sqlite/sqlite-read-models';
import type { OnusCommand } from '#rulebook/rulebook';
import { HistoryWriter, readModelsOf, type TemporaryFolder } from './projection-setting.ts';
import { RandomLedger, sealedTexts } from './random-ledger.ts';

/** A story in a ledger of Northwind SOC and Contoso, every step decided by the rules. Entries 0 to 14 open it. */
export class Story {
  readonly #ledger = new RandomLedger();

  get size(): number {
    return this.#ledger.size;
  }

  /** Somebody does something, an hour later; it must be allowed. Gives the index of its first entry. */
  does(by: Actor, command: Unsealed<OnusCommand>): number {
    const first = this.size;
    this.#ledger.wait(1);
    if (this.#ledger.attempt(command, by) === undefined) {
      throw new Error(`${command.type} was refused: ${this.#ledger.refusals.at(-1)}`);
    }
    return first;
  }

  /** Ruiz proposes a change, Keller approves it for the provider and Okafor for the client. Gives the indices of the three. */
  agrees(change: string, when: When, ...of: readonly ChangeLine[]): readonly [number, number, number] {
    const digest = digestOfChange(sha256, when, ...of);
    return [
      this.does(cast.ruiz, propose(when, ...of)),
      this.does(cast.keller, approve(change, digest)),
      this.does(cast.okafor, approve(change, digest)),
    ];
  }

  /** The first `entries` of what was recorded, in a store. */
  async written(entries = this.size): Promise<HistoryWriter> {
    const writer = new HistoryWriter();
    for (const text of sealedTexts.values()) writer.seal(text);
    for (const { events, actor, at } of this.#ledger.appends) {
      const fitting = events.slice(0, Math.max(0, entries - writer.size));
      if (fitting.length > 0) await writer.record(fitting, { actor, at });
    }
    return writer;
  }

  /** Read models of the first `entries` of what was recorded. */
  async told(folder: TemporaryFolder, entries?: number): Promise<SqliteReadModels> {
    return readModelsOf(folder, await this.written(entries));
  }
}
