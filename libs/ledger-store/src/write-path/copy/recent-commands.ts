import type { KnownCommand } from '../../ports.ts';

/** A command that was decided, and where its entries end. */
interface Added {
  readonly id: string;
  readonly lastIndex: number;
  /** The index may be asked for it instead once it has reached this position; not before the command is durable. */
  position: number;
}

/** Commands that the index may not have yet: decided, or durable but behind the index's position. */
export class RecentCommands {
  private readonly known = new Map<string, KnownCommand>();
  /** In the order in which they were decided, and become durable, and can be forgotten. */
  private added: Added[] = [];
  private durables = 0;
  private forgotten = 0;

  find(id: string): KnownCommand | undefined {
    return this.known.get(id);
  }

  add(id: string, command: KnownCommand): void {
    this.known.set(id, command);
    this.added.push({ id, lastIndex: command.firstIndex + command.count - 1, position: Number.POSITIVE_INFINITY });
  }

  /** Every command up to an index is durable; the newest of its entries stands at `position`. */
  durable(lastIndex: number, position: number): void {
    for (let next = this.added[this.durables]; next !== undefined && next.lastIndex <= lastIndex;) {
      next.position = position;
      next = this.added[++this.durables];
    }
  }

  /** The index has everything up to a position. What is there of a command in part only is remembered until it is all there. */
  forgetUntil(position: number): void {
    while (this.forgotten < this.durables && this.added[this.forgotten]!.position <= position) {
      const { id, lastIndex } = this.added[this.forgotten]!;
      const known = this.known.get(id);
      if (known !== undefined && known.firstIndex + known.count - 1 <= lastIndex) this.known.delete(id);
      this.forgotten++;
    }
    // Soon, for there may be a thousand ledgers; and as a copy, for an array from which things are taken keeps its room.
    if (this.forgotten * 2 > this.added.length) {
      this.added = this.added.slice(this.forgotten);
      this.durables -= this.forgotten;
      this.forgotten = 0;
    }
  }
}
