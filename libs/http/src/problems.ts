/** A kind of problem that the HTTP layer itself reports. */
export interface ProblemKind {
  readonly code: string;
  readonly status: number;
  /** The same words for every occurrence (RFC 9457 section 3.1.3). */
  readonly title: string;
}

/** Codes are public API: never renamed, never reused; each has a section in docs/problems.md, and a test checks. */
export const PROBLEMS = {
  badRequest: { code: 'http/bad-request', status: 400, title: 'The request cannot be read' },
  malformedJson: { code: 'http/malformed-json', status: 400, title: 'The body is not JSON that everybody reads alike' },
  badInstant: { code: 'http/bad-instant', status: 400, title: 'Not an instant, nor a calendar day' },
  badParameter: { code: 'http/bad-parameter', status: 400, title: 'A parameter is not as documented' },
  badCursor: { code: 'http/bad-cursor', status: 400, title: 'The cursor does not belong to this question' },
  noIdempotencyKey: { code: 'http/no-idempotency-key', status: 400, title: 'A write needs an Idempotency-Key' },
  unauthenticated: { code: 'http/unauthenticated', status: 401, title: 'An API key is needed' },
  ownerKeyNeeded: { code: 'http/owner-key-needed', status: 403, title: 'Only an owner key may do this' },
  noSuchRoute: { code: 'http/no-such-route', status: 404, title: 'There is nothing at this address' },
  noSuchEngagement: { code: 'http/no-such-engagement', status: 404, title: 'There is no such engagement' },
  absent: { code: 'http/absent', status: 404, title: 'There is nothing of that name' },
  methodNotAllowed: { code: 'http/method-not-allowed', status: 405, title: 'The address does not know this method' },
  keyShownAlready: { code: 'http/key-shown-already', status: 409, title: 'The key was made, and shown, before' },
  tooLarge: { code: 'http/too-large', status: 413, title: 'The body is too large' },
  addressTooLong: { code: 'http/address-too-long', status: 414, title: 'A part of the address is too long' },
  unsupportedMediaType: { code: 'http/unsupported-media-type', status: 415, title: 'The body is of another type' },
  otherShare: { code: 'http/other-share', status: 421, title: 'The engagement is looked after by other replicas' },
  invalidBody: { code: 'http/invalid-body', status: 422, title: 'The body is not as documented' },
  notYetKnown: { code: 'http/not-yet-known', status: 422, title: 'The ledger is not that long yet' },
  packTooLarge: { code: 'http/pack-too-large', status: 422, title: 'The answer rests on more than a pack can prove' },
  internal: { code: 'http/internal', status: 500, title: 'A fault of the service' },
  notThereYet: { code: 'http/not-there-yet', status: 503, title: 'The read models have not come that far' },
  unavailable: { code: 'http/unavailable', status: 503, title: 'The store cannot be used now' },
  outcomeUnknown: { code: 'http/outcome-unknown', status: 503, title: 'It is not known whether it was recorded' },
  ledgerBusy: { code: 'http/ledger-busy', status: 503, title: 'Others record in the ledger all the time' },
  auditFault: { code: 'http/audit-fault', status: 503, title: 'What is stored is not what was signed' },
  receiptFault: {
    code: 'http/receipt-fault',
    status: 503,
    title: 'The ledger was stopped, for a receipt does not hold',
  },
  storeFull: { code: 'http/store-full', status: 507, title: 'There is no room to record anything' },
} as const satisfies Readonly<Record<string, ProblemKind>>;

/** Where in the request a fault lies, and how to mend it. `pointer` is RFC 6901 within that part of the request. */
export interface Fault {
  readonly in: 'body' | 'query' | 'path' | 'header';
  readonly pointer: string;
  readonly detail: string;
}

interface ProblemOptions {
  readonly errors?: readonly Fault[];
  readonly headers?: Readonly<Record<string, string>>;
  /** Further members of the document (RFC 9457 section 3.2). */
  readonly members?: Readonly<Record<string, unknown>>;
}

/** The request is answered with a problem document. */
export class Problem extends Error {
  readonly kind: ProblemKind;
  readonly errors: readonly Fault[];
  readonly headers: Readonly<Record<string, string>>;
  readonly members: Readonly<Record<string, unknown>>;

  constructor(kind: ProblemKind, detail: string, { errors = [], headers = {}, members = {} }: ProblemOptions = {}) {
    super(detail);
    this.name = 'Problem';
    this.kind = kind;
    this.errors = errors;
    this.headers = headers;
    this.members = members;
  }
}

/** A problem document as RFC 9457 has it. The type needs no host: it is the same wherever Onus runs. */
export function problemDocument(problem: Problem, traceId: string): Readonly<Record<string, unknown>> {
  const { kind, message, errors, members } = problem;
  return {
    type: `urn:onus:problem:${kind.code}`,
    title: kind.title,
    status: kind.status,
    detail: message,
    code: kind.code,
    ...(errors.length > 0 && { errors }),
    ...members,
    traceId,
  };
}

/** What is told of an engagement to whoever may know nothing of it. @throws Problem */
export function noSuchEngagement(named: string): never {
  throw new Problem(PROBLEMS.noSuchEngagement, `There is no engagement ${named}.`);
}
