import type { Instant } from '#kernel/instant';
import type { Assignment, Parts } from '#responsibility/domain/assignment';
import type { Finding } from '#responsibility/domain/assignment.rules';
import type { TaskDefinition } from '#responsibility/domain/task';
import type { Basis, MatrixLine } from '../views.ts';

/** A party, or a member of it, by pseudonym: names can be erased, and a snapshot must not change with them. */
interface Bearer {
  readonly party: string;
  readonly member?: string;
}

type SnapshotBasis =
  | {
      readonly kind: 'change';
      readonly change: string;
      readonly backdatedDays: number | null;
      readonly approvals: readonly { readonly entry: number; readonly by: Bearer; readonly side: string }[];
      readonly deemed?: readonly { readonly entry: number; readonly side: string; readonly silentSince: Instant }[];
    }
  | {
      readonly kind: 'emergency';
      readonly change: string;
      readonly backdatedDays: number | null;
      readonly entry: number;
      readonly by: Bearer;
      readonly ratifyBy: Instant;
    }
  | {
      readonly kind: 'override';
      readonly change: string;
      readonly backdatedDays: number | null;
      readonly requested: { readonly entry: number; readonly by: Bearer };
      readonly confirmed: { readonly entry: number; readonly by: Bearer };
    }
  | {
      readonly kind: 'import';
      readonly import: string;
      readonly format: string;
      readonly digest: string;
      readonly line: number | null;
      readonly entry: number;
      readonly by: Bearer;
    }
  | { readonly kind: 'direct'; readonly entry: number; readonly by: Bearer };

/** One task of the matrix as the document has it: facts, digests and places in the ledger, and no text that can be erased. */
export interface SnapshotLine {
  readonly ref: string;
  readonly task: string;
  /** The whole stretch of time in which all of this held, as known; null: open. */
  readonly from: Instant | null;
  readonly to: Instant | null;
  readonly closed: boolean;
  readonly definition: { readonly entry: number; readonly digest: string; readonly text: TaskDefinition };
  /** Null where nothing was assigned. */
  readonly assignment: {
    readonly entry: number;
    readonly digest: string;
    /** The tree size from which on it counts. */
    readonly knownFrom: number;
    readonly inForce: { readonly from: Instant; readonly to: Instant | null };
    readonly marks: readonly string[];
    readonly raci: readonly (Bearer & { readonly roles: readonly string[] })[];
    readonly group: string | null;
    readonly deputy: string | null;
    readonly parts: Parts | null;
    readonly inheritedFrom: string | null;
    readonly regulatory: string | null;
    readonly rationale: string | null;
    readonly findings: readonly Finding[];
  } | null;
  readonly basis: SnapshotBasis;
  /** How many acknowledged the assignment. */
  readonly acknowledged: number;
  /** Who declined it, by the entry that says so. From the second format on. */
  readonly declined?: readonly { readonly entry: number; readonly by: Bearer }[];
  /** Objections to the line that were open, by the entry that raised each. From the second format on. */
  readonly objections?: readonly { readonly objection: string; readonly entry: number; readonly side: string }[];
  /** Indices of the entries that the line rests on, ascending. */
  readonly entries: readonly number[];
}

/** What the entries behind a line say word for word: a view shows some of it under names, which come and go. */
export interface StatedLine {
  readonly line: MatrixLine;
  readonly definition: { readonly entry: number; readonly digest: string };
  readonly assignment: Assignment | undefined;
}

/**
 * A line of the first format, from a line of the matrix and the entries behind it. Written out field by field: what a view will show
 * some day must not change a document that was sealed before.
 */
export function snapshotLine({ line, definition, assignment }: StatedLine): SnapshotLine {
  const { ref, task, from, to, closed, basis, acknowledged, entries } = line;
  if (line.definition === null || basis === null) throw new TypeError(`${ref} is no part of the matrix`);
  return {
    ref,
    task,
    from,
    to,
    closed: closed === true,
    definition: { entry: definition.entry, digest: definition.digest, text: line.definition },
    assignment: assignment === undefined ? null : assigned(line, assignment),
    basis: groundOf(basis),
    acknowledged,
    entries,
  };
}

/** A line of the second format: with who declined the duty, and what is objected to. */
export const disputedLine = (stated: StatedLine): SnapshotLine => ({
  ...snapshotLine(stated),
  declined: stated.line.declined.map(({ entry, by }) => ({ entry, by: bearer(by) })),
  objections: stated.line.objections.map(({ id, entry, side }) => ({ objection: id, entry, side })),
});

function assigned(line: MatrixLine, assignment: Assignment): SnapshotLine['assignment'] {
  if (line.assignment === null || line.inForce === null) throw new TypeError(`nothing is assigned in ${line.ref}`);
  const { marks, raci, group, deputy, parts, inheritedFrom, regulatory, rationale } = assignment;
  return {
    entry: line.assignment.entry,
    digest: line.assignment.digest,
    knownFrom: line.assignment.knownFrom,
    inForce: { from: line.inForce.from, to: line.inForce.to },
    marks,
    raci: raci.map(({ roles, ...of }) => ({ ...bearer(of), roles })),
    group: group ?? null,
    deputy: deputy ?? null,
    parts: parts === undefined ? null : sides(parts),
    inheritedFrom: inheritedFrom ?? null,
    regulatory: regulatory ?? null,
    rationale: rationale ?? null,
    findings: line.findings.map(({ code, detail }) => ({ code, ...(detail !== undefined && { detail }) })),
  };
}

function groundOf(basis: Basis): SnapshotBasis {
  switch (basis.kind) {
    case 'change':
      return {
        kind: 'change',
        change: basis.change,
        backdatedDays: basis.backdatedDays ?? null,
        approvals: basis.approvals.map(({ entry, by, side }) => ({ entry, by: bearer(by), side })),
        ...(basis.deemed !== undefined && {
          deemed: basis.deemed.map(({ entry, side, silentSince }) => ({ entry, side, silentSince })),
        }),
      };
    case 'emergency':
      return {
        kind: 'emergency',
        change: basis.change,
        backdatedDays: basis.backdatedDays ?? null,
        entry: basis.declared.entry,
        by: bearer(basis.declared.by),
        ratifyBy: basis.ratifyBy,
      };
    case 'override':
      return {
        kind: 'override',
        change: basis.change,
        backdatedDays: basis.backdatedDays ?? null,
        requested: { entry: basis.requested.entry, by: bearer(basis.requested.by) },
        confirmed: { entry: basis.confirmed.entry, by: bearer(basis.confirmed.by) },
      };
    case 'import':
      return {
        kind: 'import',
        import: basis.import,
        format: basis.format,
        digest: basis.digest,
        line: basis.line ?? null,
        entry: basis.importer.entry,
        by: bearer(basis.importer.by),
      };
    case 'direct':
      return { kind: 'direct', entry: basis.by.entry, by: bearer(basis.by.by) };
  }
}

const bearer = ({ party, member }: Bearer): Bearer => ({ party, ...(member !== undefined && { member }) });

const sides = ({ client, mssp, other }: Parts): Parts => ({
  ...(client !== undefined && { client }),
  ...(mssp !== undefined && { mssp }),
  ...(other !== undefined && { other }),
});
