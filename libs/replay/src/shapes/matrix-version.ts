import { REVIEW_SCOPES, VERDICTS } from '#matrix-version/domain/review.events';
import type { MatrixVersionEvent } from '#matrix-version/domain/matrix-version.events';
import { SIGNING_SIDES, type VersionText } from '#matrix-version/domain/version.events';
import { SNAPSHOT_FORMATS } from '#snapshot/domain/snapshot.events';
import { control, sealed } from './facts.ts';
import { count, instant, list, maybe, object, oneOf, positive, text, type Shape, type ShapesOf } from './shape.ts';

type DataOf<T extends MatrixVersionEvent['type']> = Extract<MatrixVersionEvent, { readonly type: T }>['data'];

const side = oneOf(...SIGNING_SIDES);

/** The document of a snapshot, as an entry names it. */
export const sealedMatrix: ShapesOf<VersionText> = {
  effective: instant,
  treeSize: positive,
  root: text,
  digest: text,
  lines: count,
  format: oneOf(...SNAPSHOT_FORMATS),
};

/** What the data of each event about the matrix as a whole looks like. */
export const MATRIX_VERSION_SHAPES: { readonly [T in MatrixVersionEvent['type']]: Shape } = {
  VersionProposed: object<DataOf<'VersionProposed'>>({ versionId: text, side, ...sealedMatrix }),
  VersionSigned: object<DataOf<'VersionSigned'>>({ versionId: text, digest: text, side }),
  VersionAgreed: object<DataOf<'VersionAgreed'>>({ versionId: text, digest: text, signatures: list(count) }),
  VersionWithdrawn: object<DataOf<'VersionWithdrawn'>>({ versionId: text, reason: sealed }),
  VersionDeclined: object<DataOf<'VersionDeclined'>>({ versionId: text, side, reason: sealed }),
  ReviewStarted: object<DataOf<'ReviewStarted'>>({
    reviewId: text,
    due: instant,
    scope: oneOf(...REVIEW_SCOPES),
    lines: positive,
    version: maybe(text),
    cadenceDays: maybe(positive),
  }),
  ReviewLinesListed: object<DataOf<'ReviewLinesListed'>>({ reviewId: text, refs: list(text) }),
  LineConfirmed: object<DataOf<'LineConfirmed'>>({
    reviewId: text,
    taskId: text,
    ref: text,
    side,
    verdict: oneOf(...VERDICTS),
    reason: maybe(sealed),
  }),
  ReviewCompleted: object<DataOf<'ReviewCompleted'>>({ reviewId: text, lines: positive, notTrue: count }),
  ExceptionRecorded: object<DataOf<'ExceptionRecorded'>>({
    exceptionId: text,
    refs: maybe(list(text)),
    controls: maybe(list(control)),
    owner: text,
    measure: sealed,
    reason: sealed,
    from: instant,
    to: instant,
  }),
  ExceptionAccepted: object<DataOf<'ExceptionAccepted'>>({ exceptionId: text }),
  ExceptionEnded: object<DataOf<'ExceptionEnded'>>({ exceptionId: text, reason: sealed }),
};
