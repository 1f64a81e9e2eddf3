import { MARKS, RACI } from '#responsibility/domain/assignment';
import { dictionaryOf, each, listOf, objectOf, oneOf, text, WrongShape } from '../shape.ts';

export const texts = listOf(text);

/** The text of a task, as a change file has it. */
export const definition = objectOf(
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

/** Who bears a task, as a change file has it. */
export const assignment = objectOf(
  {
    marks: listOf(oneOf(MARKS)),
    raci: listOf(objectOf({ party: text, roles: listOf(oneOf(RACI)) }, { member: text })),
  },
  {
    ...each(['group', 'deputy', 'inheritedFrom', 'regulatory', 'rationale'], text),
    parts: objectOf({}, each(['client', 'mssp', 'other'], text)),
  },
);
