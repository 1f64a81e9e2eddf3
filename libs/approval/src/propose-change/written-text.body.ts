import { parseInstant } from '#kernel/instant';
import { toSeal, type Unsealed } from '#kernel/sealed';
import { InstantText, ListOf, Nested, Text, Texts } from '#http/checks/fields';
import type { WrittenText } from '../domain/approval.commands.ts';
import { MAX_LINES } from '../domain/change.ts';
import { ChangeLineBody, LINES, type AnyLineBody } from './change-line.body.ts';
import { TermsBody, termsOf } from './terms.body.ts';

/** A file that belongs to the change. It stays where it is; what is agreed to is its digest. */
export class AttachmentBody {
  @Text({ max: 64, pattern: { regexp: /^[0-9a-f]{64}$/, says: 'must be a SHA-256 in hex' } })
  readonly digest!: string;

  @Text({ max: 500, description: 'Sealed.' })
  readonly name!: string;
}

/** What a revision of a change says. */
export class WrittenTextBody {
  @ListOf(() => ChangeLineBody, { min: 0, max: MAX_LINES, choice: { property: 'act', shapes: LINES } })
  readonly lines!: readonly AnyLineBody[];

  @InstantText({ description: 'From when on the lines are in force, once both sides agreed. May lie in the past.' })
  readonly effectiveFrom!: string;

  @InstantText({ optional: true, description: 'Until when; without it until further notice.' })
  readonly effectiveTo?: string;

  @ListOf(() => AttachmentBody, { optional: true, max: 100 })
  readonly attachments?: readonly AttachmentBody[];

  @Nested(() => TermsBody, { optional: true })
  readonly terms?: TermsBody;

  @Texts({ optional: true, max: 40, items: 100, description: 'Objections that the change settles.' })
  readonly resolves?: readonly string[];
}

/** The text as the rules take it. */
export function writtenText(body: WrittenTextBody): Unsealed<WrittenText> {
  const { lines, effectiveFrom, effectiveTo, attachments, terms, resolves } = body;
  return {
    lines: lines.map((line) => {
      if (line.act !== 'assign') return { drafted: line };
      const { before, ...drafted } = line;
      return { drafted, ...(before !== undefined && { before }) };
    }),
    effectiveFrom: parseInstant(effectiveFrom),
    ...(effectiveTo !== undefined && { effectiveTo: parseInstant(effectiveTo) }),
    ...(attachments !== undefined && {
      attachments: attachments.map(({ digest, name }) => ({ digest, name: toSeal(name) })),
    }),
    ...(terms !== undefined && { terms: termsOf(terms) }),
    ...(resolves !== undefined && { resolves }),
  };
}
