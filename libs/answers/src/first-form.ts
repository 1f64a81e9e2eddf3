import type { Basis, MatrixLine, MatrixView, Mention, OwnerAnswer, OwnerInterval } from './views.ts';

/**
 * Answers as they were before they told who declined what and who objected to what. Evidence packs of the first format hold such, and
 * must be made and verified for ever, so everything is written out field by field: what an answer will show some day is not in it.
 */
export type FirstInterval = Omit<OwnerInterval, 'acceptance' | 'text'>;
export type FirstOwnerAnswer = Omit<
  OwnerAnswer,
  'intervals' | 'evidence' | 'objections' | 'exceptions' | 'introductions'
> & {
  readonly intervals: readonly FirstInterval[];
};
export type FirstLine = Omit<MatrixLine, 'text' | 'declined' | 'unanswered' | 'evidence' | 'objections' | 'exceptions'>;
export type FirstMatrix = Omit<MatrixView, 'lines'> & { readonly lines: readonly FirstLine[] };

/** An answer as words are made of it: what the first form lacks may be missing, and is then not spoken of. */
export type WordedInterval = FirstInterval & Partial<Pick<OwnerInterval, 'acceptance'>>;
export type WordedAnswer = Omit<FirstOwnerAnswer, 'intervals'> &
  Partial<Pick<OwnerAnswer, 'evidence' | 'objections' | 'exceptions' | 'introductions'>> & {
    readonly intervals: readonly WordedInterval[];
  };
export type WordedLine = FirstLine & Partial<Pick<MatrixLine, 'declined' | 'unanswered' | 'objections' | 'exceptions'>>;
export type WordedMatrix = Omit<FirstMatrix, 'lines'> & { readonly lines: readonly WordedLine[] };

/** Who bore a task, in the first form. */
export const firstOwnerAnswer = (answer: OwnerAnswer): FirstOwnerAnswer => ({
  engagement: answer.engagement,
  asOf: answer.asOf,
  task: answer.task,
  exists: answer.exists,
  intervals: answer.intervals.map((interval) => ({
    ...heldDuring(interval),
    acknowledgements: interval.acknowledgements.map(mentioned),
    attributes: interval.attributes,
  })),
  pending: answer.pending,
  later: answer.later,
});

/**
 * Who bore a task, in the second form: it does not tell who brought in those who approved. Packs of that form hold such, and whoever
 * verifies one is told beside it.
 */
export const secondOwnerAnswer = ({ introductions: _, ...answer }: OwnerAnswer): Omit<OwnerAnswer, 'introductions'> =>
  answer;

/** The matrix, in the first form. */
export const firstMatrix = ({ engagement, asOf, lines, next }: MatrixView): FirstMatrix => ({
  engagement,
  asOf,
  lines: lines.map((line) => ({
    ...heldDuring(line),
    task: line.task,
    ref: line.ref,
    acknowledged: line.acknowledged,
  })),
  next,
});

type Held = Omit<FirstInterval, 'acknowledgements' | 'attributes'>;

const heldDuring = (held: Held): Held => ({
  from: held.from,
  to: held.to,
  inForce: held.inForce,
  exists: held.exists,
  closed: held.closed,
  mark: held.mark,
  marks: held.marks,
  owner: held.owner,
  owners: held.owners,
  group: held.group,
  deputy: held.deputy,
  raci: held.raci,
  parts: held.parts,
  findings: held.findings,
  basis: held.basis && stated(held.basis),
  assignment: held.assignment,
  definition: held.definition,
  entries: held.entries,
});

/** The first form tells who acted, not in whose right. */
const mentioned = ({ onBehalfOf: _, ...mention }: Mention): Mention => mention;

function stated(basis: Basis): Basis {
  switch (basis.kind) {
    case 'change':
      return { ...basis, approvals: basis.approvals.map(({ onBehalfOf: _, ...approval }) => approval) };
    case 'emergency':
      return { ...basis, declared: mentioned(basis.declared) };
    case 'override':
      return { ...basis, requested: mentioned(basis.requested), confirmed: mentioned(basis.confirmed) };
    // Nobody imports, or states alone, for another.
    case 'import':
    case 'direct':
      return basis;
  }
}
