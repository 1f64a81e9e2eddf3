import type { KnownCommand } from '../../ports.ts';

/** Commands that the index may not have yet: decided, or durable but behind the index's position. */
export class RecentCommands {
  private readonly known = new Map<string, KnownCommand>();
  /** Durable commands in order, with the position that the index must reach before they can be forgotten. */
  private durables: { readonly id: string; readonly position: number }[] = [];
  private undurable: { readonly id: string; readonly lastIndex: number }[] = [];
  private forgotten = 0;

  find(id: string): KnownCommand | undefined {
    return this.known.get(id);
  }

  add(id: string, command: KnownCommand): void {
    this.known.set(id, command);
    this.undurable.push({ id, lastIndex: command.firstIndex + command.count - 1 });
  }

  /** Every command up to an index is durable; the newest of its entries stands at `position`. */
  durable(lastIndex: number, position: number): void {
    const first = this.undurable.findIndex((command) => command.lastIndex > lastIndex);
    const done = first < 0 ? this.undurable : this.undurable.slice(0, first);
    this.undurable = first < 0 ? [] : this.undurable.slice(first);
    for (const { id } of done) this.durables.push({ id, position });
  }

  /** The index has everything up to a position. */
  forgetUntil(position: number): void {
    while (this.forgotten < this.durables.length && this.durables[this.forgotten]!.position <= position) {
      this.known.delete(this.durables[this.forgotten]!.id);
      this.forgotten++;
    }
    // Soon, for there may be a thousand ledgers; and as a copy, for an array from which things are taken keeps its room.
    if (this.forgotten > 16 && this.forgotten * 2 > this.durables.length) {
      this.durables = this.durables.slice(this.forgotten);
      this.forgotten = 0;
    }
  }
}
