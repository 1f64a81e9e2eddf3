import type { Known } from '#answers/point-in-time';
import type { ExceptionState, ReviewState, ReviewView, VersionView } from '#answers/matrix-version/views';
import type { Instant } from '#kernel/instant';
import type { Page } from './page.ts';

/** Some of the items of an answer; `next` is passed as `after` for more of them, null at the end. */
export interface Items<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** What was recorded about the matrix as a whole. The same at the same tree size, for ever, but for texts that were erased. */
export interface MatrixRegister {
  /** Versions in the order in which they were proposed. */
  versions(engagementId: string, filter: { readonly known?: Known }, page: Page): Items<VersionView>;

  /** @throws NotFound */
  version(engagementId: string, id: string, known?: Known): VersionView;

  /** Reviews in the order in which they were started, without their lines. */
  reviews(engagementId: string, filter: { readonly known?: Known }, page: Page): Items<ReviewView>;

  /** A review with its lines. @throws NotFound */
  review(engagementId: string, id: string, known?: Known): ReviewState;

  /** Exceptions in the order in which they were recorded, as they are at an instant. */
  exceptions(
    engagementId: string,
    filter: { readonly at: Instant; readonly known?: Known },
    page: Page,
  ): Items<ExceptionState>;

  /** An exception as it is at an instant. @throws NotFound */
  exception(engagementId: string, id: string, at: Instant, known?: Known): ExceptionState;
}
