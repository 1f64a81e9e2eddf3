import type { Recorded } from '#kernel/decider';
import type { ExceptionEvent } from './exception.events.ts';
import { evolveExceptions, initialExceptions, type ExceptionsState } from './exceptions/exception.state.ts';
import type { MatrixVersionEvent } from './matrix-version.events.ts';
import type { ReviewEvent } from './review.events.ts';
import { evolveReviews, initialReviews, type ReviewsState } from './reviews/review.state.ts';
import type { VersionEvent } from './version.events.ts';
import { evolveVersions, initialVersions, type VersionsState } from './versions/version.state.ts';

export interface MatrixVersionState {
  readonly versions: VersionsState;
  readonly reviews: ReviewsState;
  readonly exceptions: ExceptionsState;
}

export interface WithMatrixVersion {
  readonly matrixVersion: MatrixVersionState;
}

export const initialMatrixVersion = (): MatrixVersionState => ({
  versions: initialVersions(),
  reviews: initialReviews(),
  exceptions: initialExceptions(),
});

/** Folds one event into the state. */
export function evolveMatrixVersion(state: MatrixVersionState, recorded: Recorded<MatrixVersionEvent>): void {
  const { event } = recorded;
  switch (event.type) {
    case 'VersionProposed':
    case 'VersionSigned':
    case 'VersionAgreed':
    case 'VersionWithdrawn':
    case 'VersionDeclined':
      return evolveVersions(state.versions, recorded as Recorded<VersionEvent>);
    case 'ReviewStarted':
    case 'ReviewLinesListed':
    case 'LineConfirmed':
    case 'ReviewCompleted':
      return evolveReviews(state.reviews, event satisfies ReviewEvent);
    case 'ExceptionRecorded':
    case 'ExceptionAccepted':
    case 'ExceptionEnded':
      return evolveExceptions(state.exceptions, event satisfies ExceptionEvent);
  }
}
