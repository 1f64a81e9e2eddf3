import { microsOf, type Instant } from '#kernel/instant';
import { valueAt } from '#kernel/timeline';
import type { Assignment } from '#responsibility/domain/assignment';
import { taskByRef, type WithResponsibility } from '#responsibility/domain/responsibility.state';
import { digestOf } from '#responsibility/domain/statements';
import type { Sha256 } from '#kernel/sealed';
import type { WrittenLine, WrittenText } from '../approval.commands.ts';
import { refuse } from '../approval.refusals.ts';

/**
 * An emergency only says who bears a duty for now, and it holds at once. Each line says who bears the duty without it, so that a
 * refusal can ask for just that again: the rules know what holds by its digest only.
 */
export function checkEmergency(
  { lines, effectiveFrom, terms }: WrittenText,
  { responsibility }: WithResponsibility,
  recordedAt: Instant,
  sha256: Sha256,
): void {
  if (terms !== undefined) refuse.emergencyLine('the terms');
  if (microsOf(effectiveFrom) > microsOf(recordedAt)) refuse.emergencyLater();
  for (const { drafted: line, before } of lines) {
    if (line.act !== 'assign') return refuse.emergencyLine(line.ref);
    const { assignment, named } = taskByRef(responsibility, line.ref);
    const entry = valueAt(assignment, microsOf(effectiveFrom));
    const held = named.find((each) => each.entry === entry);
    if (held?.digest !== digestOfSome(sha256, before)) refuse.emergencyBefore(line.ref);
  }
}

/** Nothing but an emergency can be reversed by the rules. */
export function checkOrdinary(lines: readonly WrittenLine[]): void {
  for (const { drafted: line, before } of lines) if (before !== undefined) refuse.onlyInEmergency(line.ref);
}

const digestOfSome = (sha256: Sha256, assignment: Assignment | undefined): string | undefined =>
  assignment === undefined ? undefined : digestOf(sha256, assignment);
