import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { filter, Subject, type Observable } from 'rxjs';
import { PRODUCT, type Product } from '#http/product';

/**
 * Tells which ledgers have grown: one follower of the store for all who listen. What was recorded is not carried along, everybody
 * reads it from the store at their own pace; so a slow listener costs nothing but its connection.
 */
@Injectable()
export class LedgerTicks implements OnModuleDestroy {
  readonly #product: Product;
  readonly #stopping = new AbortController();
  #grown = new Subject<string>();
  #following = false;

  constructor(@Inject(PRODUCT) product: Product) {
    this.#product = product;
  }

  /** Emits whenever a stream has grown; errs when the store cannot be followed, and completes when the service closes. */
  of(stream: string): Observable<string> {
    if (!this.#following) {
      this.#following = true;
      void this.#follow();
    }
    return this.#grown.pipe(filter((grown) => grown === stream));
  }

  onModuleDestroy(): void {
    this.#stopping.abort();
    this.#grown.complete();
  }

  async #follow(): Promise<void> {
    const { store } = this.#product;
    const { signal } = this.#stopping;
    try {
      const position = await store.lastPosition();
      for await (const batch of store.follow(position, signal)) {
        for (const stream of new Set(batch.map((entry) => entry.stream))) this.#grown.next(stream);
      }
      this.#grown.complete();
    } catch (error) {
      // Whoever listens is told, and whoever comes then begins again.
      const listening = this.#grown;
      this.#grown = new Subject<string>();
      this.#following = false;
      listening.error(error);
    }
  }
}
