import { exceptionState, exceptionView } from '#answers/matrix-version/exception-view';
import { reviewState, reviewView } from '#answers/matrix-version/review-view';
import { versionView } from '#answers/matrix-version/version-view';
import type { Known } from '#answers/point-in-time';
import type { ExceptionState, ReviewState, ReviewView, VersionView } from '#answers/matrix-version/views';
import type { Instant } from '#kernel/instant';
import type { Items, MatrixRegister } from '../../../matrix-register.ts';
import { NotFound, type Page } from '../../../read-models.ts';
import type { Prefix, Reader } from '../../queries/reader.ts';
import { numberIn, type Kind } from '../../queries/register/register.ts';
import { pageOf, sliceOf } from '../pages/paging.ts';
import { prefixOf } from '../prefix.ts';
import { restatedIn, tellerOf, toldOf, toldOfReview } from './told.ts';

type Ask = <T>(question: (reader: Reader) => T) => T;
type Show<T> = (reader: Reader, prefix: Prefix, number: number) => T;

const showVersion: Show<VersionView> = (reader, prefix, number) =>
  versionView(toldOf(reader, prefix, 'v', number), tellerOf(reader, prefix));

const showReview: Show<ReviewView> = (reader, prefix, number) => reviewView(toldOf(reader, prefix, 'r', number));

const showReviewState: Show<ReviewState> = (reader, prefix, number) =>
  reviewState(toldOfReview(reader, prefix, number), tellerOf(reader, prefix), restatedIn(reader, prefix));

const showException =
  (at: Instant): Show<ExceptionState> =>
  (reader, prefix, number) =>
    exceptionState(exceptionView(toldOf(reader, prefix, 'x', number), tellerOf(reader, prefix)), at);

/** The register in the file that answers. */
export class StoredRegister implements MatrixRegister {
  readonly #ask: Ask;

  /** `ask` puts a question to the file that answers, and to one state of it. */
  constructor(ask: Ask) {
    this.#ask = ask;
  }

  versions(engagement: string, { known }: { readonly known?: Known }, page: Page): Items<VersionView> {
    return this.#page(engagement, 'v', known, page, showVersion);
  }

  version(engagement: string, id: string, known?: Known): VersionView {
    return this.#one(engagement, 'v', id, known, showVersion);
  }

  reviews(engagement: string, { known }: { readonly known?: Known }, page: Page): Items<ReviewView> {
    return this.#page(engagement, 'r', known, page, showReview);
  }

  review(engagement: string, id: string, known?: Known): ReviewState {
    return this.#one(engagement, 'r', id, known, showReviewState);
  }

  exceptions(
    engagement: string,
    { at, known }: { readonly at: Instant; readonly known?: Known },
    page: Page,
  ): Items<ExceptionState> {
    return this.#page(engagement, 'x', known, page, showException(at));
  }

  exception(engagement: string, id: string, at: Instant, known?: Known): ExceptionState {
    return this.#one(engagement, 'x', id, known, showException(at));
  }

  #page<T>(engagement: string, kind: Kind, known: Known | undefined, page: Page, show: Show<T>): Items<T> {
    return this.#ask((reader) => {
      const about = { engagement, known, question: ['register', kind], start: -1 };
      const { items, next } = pageOf<T, number>(reader, about, page, (prefix, after, limit) => {
        const { ledger, treeSize } = prefix;
        const numbers = reader.register.numbers(ledger, kind, after, treeSize, limit + 1);
        return sliceOf(
          numbers,
          limit,
          (number) => number,
          (number) => show(reader, prefix, number),
        );
      });
      return { items, next };
    });
  }

  #one<T>(engagement: string, kind: Kind, id: string, known: Known | undefined, show: Show<T>): T {
    return this.#ask((reader) => {
      const prefix = prefixOf(reader, engagement, known);
      const number = numberIn(kind, id);
      const { ledger, treeSize } = prefix;
      const isKnown = number !== undefined && reader.register.entries(ledger, kind, number, treeSize).length > 0;
      if (!isKnown) throw new NotFound(NAMES[kind], id);
      return show(reader, prefix, number);
    });
  }
}

const NAMES = { v: 'version', r: 'review', x: 'exception' } as const;
