import { Refusal } from '#kernel/refusal';
import type { Instant } from '#kernel/instant';
import { CLIENT, PROVIDER } from '#engagement/domain/members';
import { sha256 } from '#ledger-store/entry-codec';
import type { LineInForce } from '#read-models/read-models';
import { RACI, type Assignment } from '#responsibility/domain/assignment';
import { findingsOf } from '#responsibility/domain/assignment.rules';
import type { ImportLine } from '#responsibility/domain/responsibility.commands';
import { refuse } from '#responsibility/domain/responsibility.refusals';
import { digestOf } from '#responsibility/domain/statements';
import type { MatrixMap } from '../matrix-map.ts';
import { readMatrixCsv, type MatrixFile, type MatrixLine } from '../matrix-csv.ts';
import type { ImportFinding, ImportProgress, ImportReport, ImportRequest, ImportTarget } from './import-target.ts';
import { thirdParty } from './people.ts';
import { caughtUp, countsOf } from './progress.ts';
import { RefForms } from './ref-forms.ts';
import { recordLines } from './record-lines.ts';

/** How often a difference is computed again because somebody else recorded something meanwhile. */
const TRIES = 5;

/** Name of the third party that a file's third column of roles stands for. */
const THIRD = 'Third party';

/** Records one dated version of a matrix: what differs from the matrix in force at that instant. */
export async function importMatrix(
  target: ImportTarget,
  { engagementId, bytes, name }: ImportRequest,
  { effective, map }: { readonly effective: Instant; readonly map?: MatrixMap },
  onProgress: ImportProgress,
): Promise<ImportReport> {
  const file = readMatrixCsv(bytes, map);
  await target.begin?.();
  const before = await caughtUp(target, engagementId);
  const third = await partyOfThird(target, engagementId, file);
  const forms = new RefForms((await target.state()).state.responsibility.tasks);
  const assigned = file.lines.map((line) => ({
    line: { ...line, ref: forms.of(line.ref) },
    assignment: assignmentOf(line, third),
  }));
  const findings = assigned.flatMap(({ line, assignment }) => findingsAt(line, assignment));
  for (let attempt = 1; ; attempt++) {
    const against = await caughtUp(target, engagementId);
    const lines = difference(assigned, target.read.linesInForce(engagementId, effective), effective);
    const report = { digest: file.digest, lines: file.lines.length, counts: countsOf(lines), findings };
    if (lines.length === 0) {
      const { treeSize, position } = against;
      const entries = treeSize - before.treeSize;
      const nothing = { recorded: false, reason: 'no-difference', import: null, receipt: null } as const;
      return { ...report, ...nothing, entries, treeSize, position };
    }
    try {
      const source = { digest: file.digest, name, lines: file.lines.length };
      const facts = { format: 'matrix-csv' as const, source, against: against.treeSize, effectiveFrom: effective };
      const { importId, accepted } = await recordLines(target, facts, lines, onProgress);
      const treeSize = accepted.entries.at(-1)!.index + 1;
      const entries = treeSize - before.treeSize;
      const { position, receipt } = accepted;
      return { ...report, recorded: true, reason: null, import: importId, entries, treeSize, position, receipt };
    } catch (error) {
      const moved = error instanceof Refusal && error.code === refuse.importMoved.code;
      if (!moved || attempt === TRIES) throw error;
    }
  }
}

interface AssignedLine {
  readonly line: MatrixLine;
  readonly assignment: Assignment;
}

/** What would have to be said for the matrix to be what the file says, line by line. */
function difference(
  file: readonly AssignedLine[],
  inForce: ReadonlyMap<string, LineInForce>,
  at: Instant,
): ImportLine[] {
  const lines: ImportLine[] = [];
  for (const { line, assignment } of file) {
    const { ref, definition, findings, line: number } = line;
    const said = inForce.get(ref);
    const where = { ref, at, line: number };
    if (said === undefined) lines.push({ ...where, act: 'define', definition });
    else if (said.definitionDigest !== digestOf(sha256, definition))
      lines.push({ ...where, act: 'revise', definition });
    if (said?.assignmentDigest !== digestOf(sha256, assignment)) {
      lines.push({ ...where, act: 'assign', assignment, ...(findings.length > 0 && { findings }) });
    }
  }
  const kept = new Set(file.map(({ line }) => line.ref));
  for (const ref of inForce.keys()) if (!kept.has(ref)) lines.push({ ref, at, act: 'retire' });
  return lines;
}

async function partyOfThird(target: ImportTarget, engagementId: string, file: MatrixFile): Promise<string> {
  const named = file.lines.some(({ raci }) => raci.some(({ side }) => side === 'third'));
  return named ? thirdParty(target, engagementId, THIRD) : '';
}

function assignmentOf({ marks, raci, parts }: MatrixLine, third: string): Assignment {
  const partyOf = { client: CLIENT, provider: PROVIDER, third };
  return {
    marks,
    raci: raci
      .filter(({ roles }) => roles.length > 0)
      .map(({ side, roles }) => ({ party: partyOf[side], roles: RACI.filter((role) => roles.includes(role)) })),
    ...(parts !== undefined && { parts }),
  };
}

const findingsAt = ({ line, ref, findings }: MatrixLine, assignment: Assignment): readonly ImportFinding[] =>
  [...findings, ...findingsOf(assignment)].map((finding) => ({ line, ref, ...finding }));
