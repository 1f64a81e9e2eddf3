import { NotAnInstant, parseInstant, type Instant } from '#kernel/instant';
import type { Json } from '#kernel/json';
import { NotJson, parseStrictJson } from '#kernel/strict-json';
import { toSeal } from '#kernel/sealed';
import type { ChangeLine } from '#approval/domain/change';
import { MARKS, RACI } from '#responsibility/domain/assignment';
import { FINDING_CODES } from '#responsibility/domain/assignment.rules';
import { decodeUtf8 } from '#intake/text/utf8';
import type { Submission } from '../client/onus-client.ts';
import { BrokenInput, reading } from './broken-input.ts';
import type { InputFile } from './files.ts';
import { dictionaryOf, each, listOf, objectOf, oneOf, text, variantsOf, WrongShape, type Shape } from './shape.ts';

interface ChangeFile {
  readonly title: string;
  readonly reason?: string;
  readonly lines: readonly ChangeLine[];
  readonly effectiveFrom: string;
  readonly effectiveTo?: string;
}

/**
 * A proposal, read from JSON: `{title, reason?, effectiveFrom, effectiveTo?, lines: [{ref, act, …}]}`. Whether it is allowed is for
 * the rules to say; here only its form is checked.
 *
 * @throws BrokenInput with line and column where it is no JSON, else with a pointer to what is wrong
 */
export async function readChangeFile(file: InputFile): Promise<Extract<Submission, { type: 'ProposeChange' }>> {
  const written = await reading(file.name, () => decodeUtf8(file.bytes));
  try {
    const value = parseStrictJson(written);
    changeFile(value, '');
    return proposal(value as unknown as ChangeFile);
  } catch (error) {
    if (error instanceof NotJson) {
      const { line, column, reason } = error;
      throw new BrokenInput('cli/not-json', file.name, { line, column }, reason, 'Write the change as one JSON object');
    }
    if (!(error instanceof WrongShape)) throw error;
    throw new BrokenInput('cli/broken-change', file.name, { pointer: error.pointer }, error.detail, error.mend);
  }
}

function proposal({ title, reason, lines, effectiveFrom, effectiveTo }: ChangeFile) {
  const data = {
    title: toSeal(title),
    ...(reason !== undefined && { reason: toSeal(reason) }),
    lines,
    effectiveFrom: parseInstant(effectiveFrom),
    ...(effectiveTo !== undefined && { effectiveTo: parseInstant(effectiveTo) }),
  };
  return { type: 'ProposeChange', data } as const;
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

const texts = listOf(text);

const definition = objectOf(
  { title: text },
  {
    ...each(['objective', 'procedure', 'serviceLine', 'parent', 'cadence', 'serviceLevel', 'approver'], text),
    ...each(['tool', 'reportsDue', 'boundaries'], text),
    kind: oneOf(['operational', 'review', 'document']),
    preconditions: texts,
    scope: objectOf(
      {},
      each(['environments', 'systems', 'locations', 'dataClasses', 'businessUnits', 'exclusions'], texts),
    ),
    inheritance: objectOf(
      { from: text, extent: oneOf(['full', 'partial']) },
      each(['source', 'date', 'remains'], text),
    ),
    escalation: objectOf({}, { trigger: text, contacts: texts, times: text }),
    lineage: objectOf({}, { splitFrom: texts, mergedInto: text }),
    controls: listOf(objectOf({ framework: text, id: text }, { part: text })),
    evidence: objectOf({}, each(['artefact', 'format', 'collector', 'store', 'retention', 'reviewer'], text)),
    attributes: dictionaryOf((value, pointer) => {
      if (typeof value !== 'string') throw new WrongShape(pointer, 'not a text', 'Write a text in quotes');
    }),
  },
);

const assignment = objectOf(
  {
    marks: listOf(oneOf(MARKS)),
    raci: listOf(objectOf({ party: text, roles: listOf(oneOf(RACI)) }, { member: text })),
  },
  {
    ...each(['group', 'deputy', 'inheritedFrom', 'regulatory', 'rationale'], text),
    parts: objectOf({}, each(['client', 'mssp', 'other'], text)),
  },
);

const line = { ref: text, act: text };
const accepts = listOf(oneOf(FINDING_CODES));

const changeFile = objectOf(
  {
    title: text,
    effectiveFrom: instant,
    lines: listOf(
      variantsOf('act', {
        define: objectOf({ ...line, definition, assignment }, { accepts }),
        revise: objectOf({ ...line, definition }),
        assign: objectOf({ ...line, assignment }, { accepts }),
        retire: objectOf(line),
      }),
    ),
  },
  { reason: text, effectiveTo: instant },
);
