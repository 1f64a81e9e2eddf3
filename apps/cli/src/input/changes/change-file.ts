import { NotAnInstant, parseInstant, type Instant } from '#kernel/instant';
import type { Json } from '#kernel/json';
import { NotJson, parseStrictJson } from '#kernel/strict-json';
import { toSeal, type Unsealed } from '#kernel/sealed';
import type { DraftChange, WrittenText } from '#approval/domain/approval.commands';
import { CHANGE_KINDS, type ChangeKind, type DraftLine } from '#approval/domain/change';
import type { AgreedTerms } from '#approval/domain/policy';
import type { Assignment } from '#responsibility/domain/assignment';
import { FINDING_CODES } from '#responsibility/domain/assignment.rules';
import { decodeUtf8 } from '#intake/text/utf8';
import { BrokenInput, reading } from '../broken-input.ts';
import type { InputFile } from '../files.ts';
import { listOf, objectOf, oneOf, text, variantsOf, WrongShape, type Shape } from '../shape.ts';
import { assignment, definition, texts } from './task-shapes.ts';
import { terms } from './terms-shape.ts';

interface ChangeFile {
  readonly title: string;
  readonly reason?: string;
  readonly kind?: ChangeKind;
  readonly supersedes?: string;
  readonly lines: readonly (DraftLine & { readonly before?: Assignment })[];
  readonly effectiveFrom: string;
  readonly effectiveTo?: string;
  readonly attachments?: readonly { readonly digest: string; readonly name: string }[];
  readonly terms?: AgreedTerms;
  readonly resolves?: readonly string[];
}

/** A change as a file has it: what it says, and what it is called. */
export interface WrittenChange {
  readonly about: Omit<Unsealed<DraftChange>['data'], keyof WrittenText | 'open'>;
  readonly text: Unsealed<WrittenText>;
}

/**
 * A change, read from JSON: `{title, reason?, kind?, effectiveFrom, effectiveTo?, lines: [{ref, act, …}], terms?, …}`. Whether it is
 * allowed is for the rules to say; here only its form is checked.
 *
 * @throws BrokenInput with line and column where it is no JSON, else with a pointer to what is wrong
 */
export async function readChangeFile(file: InputFile): Promise<WrittenChange> {
  const written = await reading(file.name, () => decodeUtf8(file.bytes));
  try {
    const value = parseStrictJson(written);
    changeFile(value, '');
    return changeIn(value as unknown as ChangeFile);
  } catch (error) {
    if (error instanceof NotJson) {
      const { line, column, reason } = error;
      throw new BrokenInput('cli/not-json', file.name, { line, column }, reason, 'Write the change as one JSON object');
    }
    if (!(error instanceof WrongShape)) throw error;
    throw new BrokenInput('cli/broken-change', file.name, { pointer: error.pointer }, error.detail, error.mend);
  }
}

function changeIn(file: ChangeFile): WrittenChange {
  const { title, reason, kind = 'ordinary', supersedes, effectiveFrom, effectiveTo, attachments } = file;
  return {
    about: {
      title: toSeal(title),
      ...(reason !== undefined && { reason: toSeal(reason) }),
      kind,
      ...(supersedes !== undefined && { supersedes }),
    },
    text: {
      lines: file.lines.map(({ before, ...drafted }) => ({ drafted, ...(before !== undefined && { before }) })),
      effectiveFrom: parseInstant(effectiveFrom),
      ...(effectiveTo !== undefined && { effectiveTo: parseInstant(effectiveTo) }),
      ...(attachments !== undefined && {
        attachments: attachments.map(({ digest, name }) => ({ digest, name: toSeal(name) })),
      }),
      ...(file.terms !== undefined && { terms: file.terms }),
      ...(file.resolves !== undefined && { resolves: file.resolves }),
    },
  };
}

const instant: Shape = (value: Json, pointer) => {
  text(value, pointer);
  try {
    parseInstant(value as Instant);
  } catch (error) {
    if (!(error instanceof NotAnInstant)) throw error;
    throw new WrongShape(pointer, error.message, 'Write it like 2026-04-02T00:00:00Z');
  }
};

const digest: Shape = (value, pointer) => {
  if (typeof value !== 'string' || !/^[0-9a-f]{64}$/.test(value))
    throw new WrongShape(
      pointer,
      'no SHA-256',
      'Write its 64 hexadecimal digits in small letters, and nothing before them',
    );
};

const line = { ref: text, act: text };
const accepts = listOf(oneOf(FINDING_CODES));
const newTask = { ref: text, definition, assignment };

const changeFile = objectOf(
  {
    title: text,
    effectiveFrom: instant,
    lines: listOf(
      variantsOf('act', {
        define: objectOf({ ...line, definition, assignment }, { accepts }),
        revise: objectOf({ ...line, definition }),
        assign: objectOf({ ...line, assignment }, { accepts, before: assignment }),
        retire: objectOf(line),
        split: objectOf({ ...line, into: listOf(objectOf(newTask, { accepts })) }),
        merge: objectOf({ ...line, from: texts, definition, assignment }, { accepts }),
      }),
    ),
  },
  {
    reason: text,
    kind: oneOf(CHANGE_KINDS),
    supersedes: text,
    effectiveTo: instant,
    attachments: listOf(objectOf({ digest, name: text })),
    terms,
    resolves: texts,
  },
);
