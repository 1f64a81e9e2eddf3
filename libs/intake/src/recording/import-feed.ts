import type { Micros } from '#kernel/instant';
import type { Assignment } from '#responsibility/domain/assignment';
import { findingsOf } from '#responsibility/domain/assignment.rules';
import type { ImportLine } from '#responsibility/domain/responsibility.commands';
import { importKey, type ResponsibilityState } from '#responsibility/domain/responsibility.state';
import { isKnownRef, taskKnownAs } from '#responsibility/domain/tasks/known-tasks';
import { existsAt } from '#responsibility/domain/tasks/task-state';
import type { ReadModels } from '#read-models/read-models';
import { readAssignmentFeed, type FeedLine } from '../assignment-feed.ts';
import type { ImportFinding, ImportProgress, ImportReport, ImportRequest, ImportTarget } from './import-target.ts';
import { memberIds, NOT_STATED, thirdParty, type NamedInFile } from './people.ts';
import { caughtUp, countsOf } from './progress.ts';
import { RefForms } from './ref-forms.ts';
import { recordLines } from './record-lines.ts';

interface FeedSettings {
  /** `replace`: each event says who is in charge. `set`: `assigned` adds an owner and `unassigned` removes one. */
  readonly mode: 'replace' | 'set';
  /** Whether closing frees the owners. */
  readonly onClose: 'keep' | 'clear';
}

/** Records an assignment feed as it stands: every event of it, at its own effective time. */
export async function importFeed(
  target: ImportTarget,
  { engagementId, bytes, name }: ImportRequest,
  { mode, onClose }: FeedSettings,
  onProgress: ImportProgress,
): Promise<ImportReport> {
  const feed = readAssignmentFeed(bytes);
  await target.begin?.();
  const source = { digest: feed.digest, name, lines: feed.lines.length };
  const facts = { format: 'assignments' as const, source, mode, onClose };
  const before = await caughtUp(target, engagementId);
  const { responsibility } = (await target.state()).state;
  const earlier = responsibility.importOf.get(importKey(facts));
  if (earlier !== undefined) {
    const report = {
      digest: feed.digest,
      lines: feed.lines.length,
      counts: countsOf([]),
      findings: [],
      entries: 0,
      receipt: null,
    };
    return { ...report, ...before, recorded: false, reason: 'already-recorded', import: earlier };
  }
  const party = await thirdParty(target, engagementId, NOT_STATED);
  const idOf = await memberIds(target, engagementId, party, namedIn(feed.lines));
  const reader = new FeedReader({ mode, onClose }, { engagementId, party, idOf, read: target.read, responsibility });
  const lines = feed.lines.flatMap((line) => reader.read(line));
  const { importId, accepted } = await recordLines(target, { ...facts, against: before.treeSize }, lines, onProgress);
  const treeSize = accepted.entries.at(-1)!.index + 1;
  return {
    recorded: true,
    reason: null,
    import: importId,
    digest: feed.digest,
    lines: feed.lines.length,
    entries: treeSize - before.treeSize,
    treeSize,
    position: accepted.position,
    counts: countsOf(lines),
    findings: reader.findings,
    receipt: accepted.receipt,
  };
}

function namedIn(lines: readonly FeedLine[]): readonly NamedInFile[] {
  return lines.flatMap(({ owner, group, actor }) => [
    ...(owner === null ? [] : [{ kind: 'person' as const, name: owner }]),
    ...(group === null ? [] : [{ kind: 'team' as const, name: group }]),
    ...(actor === null ? [] : [{ kind: 'person' as const, name: actor }]),
  ]);
}

interface Known {
  readonly engagementId: string;
  readonly party: string;
  readonly idOf: (who: NamedInFile) => string;
  readonly read: ReadModels;
  readonly responsibility: ResponsibilityState;
}

/** Who is in charge of an item while the feed is read. Member ids. */
interface Charge {
  owners: readonly string[];
  group: string | undefined;
}

/** Turns the events of a feed into statements, in their order. */
class FeedReader {
  readonly findings: ImportFinding[] = [];
  private readonly settings: FeedSettings;
  private readonly known: Known;
  private readonly charges = new Map<string, Charge>();
  private readonly forms: RefForms;

  constructor(settings: FeedSettings, known: Known) {
    this.settings = settings;
    this.known = known;
    this.forms = new RefForms(known.responsibility.tasks);
  }

  read(line: FeedLine): ImportLine[] {
    const { item, at, actor, attributes, line: number } = line;
    const ref = this.forms.of(item);
    const by = actor === null ? {} : { by: this.known.idOf({ kind: 'person', name: actor }) };
    const source = Object.keys(attributes).length === 0 ? {} : { attributes };
    const where = { ref, at, line: number, ...by, ...source };
    const defined: ImportLine[] = [];
    let charge = this.charges.get(ref);
    if (charge === undefined) {
      charge = this.chargeAt(ref, line.micros);
      this.charges.set(ref, charge);
      if (!this.existsAt(ref, line.micros)) defined.push({ ...where, act: 'define', definition: { title: ref } });
    }
    return [...defined, ...this.statements(line, where, charge)];
  }

  private statements(line: FeedLine, where: Omit<ImportLine, 'act'>, charge: Charge): ImportLine[] {
    switch (line.kind) {
      case 'assigned':
      case 'unassigned':
        if (this.settings.mode === 'set') this.change(charge, line);
        else this.replace(charge, line);
        return [this.assign(line, where, charge)];
      case 'closed':
        if (this.settings.onClose === 'keep') return [{ ...where, act: 'close' }];
        charge.owners = [];
        return [{ ...where, act: 'close' }, this.assign(line, where, charge)];
      case 'reopened':
        return [{ ...where, act: 'reopen' }];
      case 'approved':
      case 'revoked':
      case 'evidence': {
        const what = line.what === undefined ? {} : { what: line.what };
        const evidence = line.ref === undefined ? {} : { evidence: line.ref };
        return [{ ...where, act: 'fact', fact: line.kind, ...what, ...evidence }];
      }
    }
  }

  /** The event says who is in charge: nobody where it takes the task away from somebody. */
  private replace(charge: Charge, { kind, owner, group }: FeedLine): void {
    charge.owners = owner === null || kind === 'unassigned' ? [] : [this.person(owner)];
    charge.group = group === null ? undefined : this.team(group);
  }

  /** The event adds or removes one owner; one that removes without naming anybody removes all. */
  private change(charge: Charge, { kind, owner, group, groupStated }: FeedLine): void {
    const id = owner === null ? undefined : this.person(owner);
    const others = charge.owners.filter((each) => each !== id);
    if (kind === 'assigned') charge.owners = id === undefined ? charge.owners : [...others, id];
    else charge.owners = id === undefined ? [] : others;
    if (groupStated) charge.group = group === null ? undefined : this.team(group);
  }

  private assign(line: FeedLine, where: Omit<ImportLine, 'act'>, { owners, group }: Charge): ImportLine {
    const assignment: Assignment = {
      marks: ['not-determined'],
      raci: owners.map((member) => ({ party: this.known.party, member, roles: ['R', 'A'] })),
      ...(group !== undefined && { group }),
    };
    for (const finding of findingsOf(assignment)) this.findings.push({ line: line.line, ref: where.ref, ...finding });
    return { ...where, act: 'assign', assignment };
  }

  private existsAt(ref: string, at: Micros): boolean {
    const task = taskKnownAs(this.known.responsibility.tasks, ref);
    return task !== undefined && existsAt(task, at);
  }

  /** Who was in charge before the feed's first event of an item, as recorded by others. */
  private chargeAt(ref: string, at: Micros): Charge {
    const { read, engagementId, responsibility } = this.known;
    if (!isKnownRef(responsibility.tasks, ref)) return { owners: [], group: undefined };
    const holding = read.assignmentsFrom(engagementId, ref, at).find(({ from, to }) => from <= at && at < to);
    const { raci, group } = holding?.assignment ?? { raci: [], group: undefined };
    return {
      owners: raci.flatMap(({ member, roles }) => (member !== undefined && roles.includes('A') ? member : [])),
      group,
    };
  }

  private readonly person = (name: string): string => this.known.idOf({ kind: 'person', name });
  private readonly team = (name: string): string => this.known.idOf({ kind: 'team', name });
}
