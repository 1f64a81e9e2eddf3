/** Something that happens, and when. */
interface Due {
  readonly time: number;
  /** Of two that are due at once the one comes first that was planned first. */
  readonly order: number;
  readonly act: () => void;
}

/** Time that jumps from one event to the next. Seconds, from 0. */
export class Simulation {
  #now = 0;
  #planned = 0;
  readonly #heap: Due[] = [];

  get now(): number {
    return this.#now;
  }

  /** Plans something in so many seconds. */
  after(seconds: number, act: () => void): void {
    this.#push({ time: this.#now + seconds, order: this.#planned++, act });
  }

  /** Lets everything happen that is planned, and what that plans, up to a time. */
  run(until = Number.POSITIVE_INFINITY): void {
    while (this.#heap.length > 0 && this.#heap[0]!.time <= until) {
      const { time, act } = this.#pop();
      this.#now = time;
      act();
    }
  }

  #push(due: Due): void {
    const heap = this.#heap;
    let at = heap.push(due) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(due, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = due;
  }

  #pop(): Due {
    const heap = this.#heap;
    const first = heap[0]!;
    const last = heap.pop()!;
    if (heap.length === 0) return first;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (!isBefore(heap[child]!, last)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
    return first;
  }
}

const isBefore = (a: Due, b: Due): boolean => a.time < b.time || (a.time === b.time && a.order < b.order);
