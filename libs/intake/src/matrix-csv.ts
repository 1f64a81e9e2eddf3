import type { Mark, Parts, RaciRole } from '#responsibility/domain/assignment';
import type { Finding } from '#responsibility/domain/assignment.rules';
import type { TaskDefinition, TaskRef } from '#responsibility/domain/task';
import type { MatrixMap, Side } from './matrix-map.ts';

/** The RACI roles of one side, in the order R, A, C, I. */
export interface SideRoles {
  readonly side: Side;
  readonly roles: readonly RaciRole[];
}

/** One line of a responsibilities matrix, as the file gives it and as the map reads it. */
export interface MatrixLine {
  /** Where the row begins in the file, counted from 1; the header is line 1. */
  readonly line: number;
  readonly ref: TaskRef;
  /** `attributes` holds every column word for word, the one that names the line too. */
  readonly definition: TaskDefinition;
  /** At least one. */
  readonly marks: readonly Mark[];
  readonly raci: readonly SideRoles[];
  readonly parts?: Parts;
  /** Words that the map does not know. What the rules say against the assignment is for the domain to add. */
  readonly findings: readonly Finding[];
}

/** A matrix file that was read to its end without a fault. */
export interface MatrixFile {
  /** `sha256:` and the hex digest of the bytes. */
  readonly digest: string;
  /** Name of the map that read the file; absent where none fitted and only attributes were kept. */
  readonly map?: string;
  readonly keyColumn: string;
  /** The header row, word for word. */
  readonly columns: readonly string[];
  readonly lines: readonly MatrixLine[];
}

export type ReadMatrixCsv = (bytes: Uint8Array, map?: MatrixMap) => MatrixFile;
