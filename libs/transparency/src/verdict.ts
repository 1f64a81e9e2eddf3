import { Malformed } from './malformed.ts';

/** Why something was not accepted. `code` is one of a closed set; `detail` is a sentence for people. */
export interface Fault<C extends string> {
  readonly ok: false;
  readonly code: C;
  readonly detail: string;
}

/** What a verifier says. It never throws, whatever it was given: a proof comes from whom one does not trust. */
export type Verdict<T extends object, C extends string> = (T & { readonly ok: true }) | Fault<C>;

/** A verdict against something. */
export const fault = <C extends string>(code: C, detail: string): Fault<C> => ({ ok: false, code, detail });

/** What a parser gives, or a verdict in place of what it throws. Other errors are mistakes of ours and pass. */
export function parsedOr<T, C extends string>(parse: () => T, code: C): { ok: true; value: T } | Fault<C> {
  try {
    return { ok: true, value: parse() };
  } catch (error) {
    if (error instanceof Malformed) return fault(code, error.message);
    throw error;
  }
}
