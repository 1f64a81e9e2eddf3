/** What bytes or text failed to be. A closed set: callers may switch over it. */
export type MalformedCode =
  | 'base64'
  | 'hex'
  | 'decimal'
  | 'utf-8'
  | 'hash'
  | 'frontier'
  | 'note'
  | 'note-signature'
  | 'note-too-large'
  | 'key-name'
  | 'verifier-key'
  | 'key-type'
  | 'checkpoint'
  | 'timestamp'
  | 'tile'
  | 'tile-path'
  | 'entry-bundle'
  | 'tlog-proof'
  | 'receipt'
  | 'policy-character'
  | 'policy-line'
  | 'policy-name'
  | 'policy-key'
  | 'policy-group'
  | 'policy-quorum';

/**
 * Raised by everything that parses or prints a format, where the input is not of that format. Nothing was used of it.
 * What verifies does not raise this: it gives a verdict.
 */
export class Malformed extends Error {
  readonly code: MalformedCode;

  constructor(code: MalformedCode, reason: string) {
    super(reason);
    this.name = 'Malformed';
    this.code = code;
  }
}
