/** What sort of "no" it is. The domain knows these kinds, not HTTP; one table turns kinds into problem documents. */
export type RefusalKind = 'invalid' | 'forbidden' | 'absent' | 'conflict';

/** Where in the command the fault lies (RFC 6901 pointer), and how to mend it. */
export interface RefusalDetail {
  readonly pointer: string;
  readonly detail: string;
}

/**
 * A rule said no. Nothing was recorded.
 * `code` is public API: never renamed, never reused, and documented in docs/problems.md.
 */
export class Refusal extends Error {
  readonly code: string;
  readonly kind: RefusalKind;
  readonly details: readonly RefusalDetail[];

  constructor(code: string, kind: RefusalKind, message: string, details: readonly RefusalDetail[] = []) {
    super(message);
    this.name = 'Refusal';
    this.code = code;
    this.kind = kind;
    this.details = details;
  }
}

/** Makes a function that refuses with one code. Every capability lists its refusals once, in `*.refusals.ts`. */
export function refusal<A extends readonly unknown[]>(
  code: string,
  kind: RefusalKind,
  message: (...args: A) => string,
) {
  const refuse = (...args: A): never => {
    throw new Refusal(code, kind, message(...args));
  };
  return Object.assign(refuse, { code, kind });
}
