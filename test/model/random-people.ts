import { approve, digestOfChange, propose, reject, withdraw } from '#approval/domain/approval.examples';
import type { ChangeLine } from '#approval/domain/change';
import { cast } from '#engagement/domain/engagement.examples';
import type { Instant } from '#kernel/instant';
import type { Unsealed } from '#kernel/sealed';
import { sha256 } from '#ledger-store/entry-codec';
import { ACCEPTABLE } from '#responsibility/domain/assignment.rules';
import { assignments, definitions } from '#responsibility/domain/examples/duties';
import {
  defineTask,
  feedHeader,
  matrixHeader,
  recordImport,
  type Header,
} from '#responsibility/domain/responsibility.examples';
import type { ImportLine } from '#responsibility/domain/responsibility.commands';
import type { TaskDefinition } from '#responsibility/domain/task';
import type { OnusCommand } from '#rulebook/rulebook';
import { take } from '#snapshot/domain/snapshot.examples';
import { naiveDifference, type Matrix } from './naive-difference.ts';
import { REFS, type RandomAct, type Step, type Who } from './random-acts.ts';
import { answerIn, answerNewest, objectionIn, showAndCheck, withdrawNewest } from './acceptance/random-answers.ts';
import { dayOf, type RandomLedger } from './random-ledger.ts';
import { performOnMatrix, type MatrixAct } from './versions/random-matrix-people.ts';

const TEXTS: readonly TaskDefinition[] = [definitions.logReview, definitions.patching, definitions.imported];

export { REFS };

type Of<D extends RandomAct['do']> = Extract<RandomAct, { readonly do: D }>;

/** Parts of an import that are still to come. */
interface Pending {
  readonly importId: string;
  readonly who: Who;
  readonly parts: (readonly ImportLine[])[];
  next: number;
}

/** What a snapshot of an instant and of so many entries states; what is left out is made up, which the rules cannot tell. */
type Sealing = (effective: Instant, treeSize: number) => Parameters<typeof take>[0];

/** The people of random histories: turns what they are to do into commands, with digests, ids and parts as they stand. */
export class RandomPeople {
  private readonly ledger: RandomLedger;
  private readonly pending: Pending[] = [];

  private readonly sealed: Sealing;

  constructor(ledger: RandomLedger, sealed: Sealing = (effective, treeSize) => ({ effective, treeSize })) {
    this.ledger = ledger;
    this.sealed = sealed;
  }

  perform({ act, hours }: Step): void {
    this.ledger.wait(hours);
    switch (act.do) {
      case 'matrix':
        return this.importMatrix(act);
      case 'feed':
        return this.importFeed(act);
      case 'part':
        return this.importPart(act);
      case 'roles': {
        const { member } = cast[act.member];
        const command: OnusCommand = act.leaves
          ? { type: 'RemoveMember', data: { member } }
          : { type: 'ChangeRoles', data: { member, roles: act.roles } };
        this.ledger.attempt(command, cast.meier);
        return;
      }
      case 'agree':
        return this.agree(act);
      case 'version':
      case 'review':
      case 'exception':
        return performOnMatrix(this.ledger, act, this.sealed);
      case 'show':
        return showAndCheck(this.ledger, act);
      case 'object': {
        if (this.ledger.attempt(this.command(act), cast[act.who]) === undefined) return;
        for (const who of act.answered) this.ledger.attempt(answerNewest(this.ledger), cast[who]);
        if (act.takenBack) this.ledger.attempt(withdrawNewest(this.ledger), cast[act.who]);
        return;
      }
      case 'acknowledge': {
        const { task, revised } = act;
        if (this.ledger.attempt(this.command(act), cast[act.who]) === undefined || revised === null) return;
        const line = { task, act: 'revise' as const, bears: 'northwind' as const, accepts: true, fitting: true };
        return this.agree({ do: 'agree', who: 'ruiz', lines: [line], at: revised, days: null });
      }
      case 'approve':
        // Without an open change there is nothing to decide, but for the one who is mistaken.
        if (this.ledger.state.approval.firstForm.size === 0 && !act.stale) return;
        this.ledger.attempt(this.command(act), cast[act.who]);
        return;
      default:
        this.ledger.attempt(this.command(act), cast[act.who]);
    }
  }

  private command(
    act: Exclude<RandomAct, Of<'matrix' | 'feed' | 'part' | 'roles' | 'agree' | 'show' | MatrixAct['do']>>,
  ): Unsealed<OnusCommand> {
    switch (act.do) {
      case 'define':
        return defineTask(refOf(act.task), dayOf(act.at), TEXTS[act.task % TEXTS.length]);
      case 'close':
        return { type: 'CloseTask', data: { ref: refOf(act.task), effectiveFrom: dayOf(act.at) } };
      case 'reopen':
        return { type: 'ReopenTask', data: { ref: refOf(act.task), effectiveFrom: dayOf(act.at) } };
      case 'propose':
        return this.proposal(act);
      case 'approve': {
        const [id, change] = this.change(act.which);
        return approve(id, act.stale ? digestOfChange(sha256, { effectiveFrom: dayOf(0) }) : (change?.digest ?? ''));
      }
      case 'reject':
        return reject(this.change(act.which)[0]);
      case 'withdraw':
        return withdraw(this.change(act.which)[0]);
      case 'acknowledge':
        return answerIn(this.ledger, act);
      case 'object':
      case 'answer':
      case 'take back':
        return objectionIn(this.ledger, act);
      case 'seal':
        return take(this.sealed(dayOf(act.at), this.ledger.size - act.back));
    }
  }

  private proposal({ lines, at, days }: Of<'propose' | 'agree'>) {
    const interval = { effectiveFrom: dayOf(at), ...(days !== null && { effectiveTo: dayOf(at + days) }) };
    return propose(interval, ...lines.map((line) => this.changeLine(line, dayOf(at))));
  }

  private agree(act: Of<'agree'>): void {
    if (this.ledger.attempt(this.proposal(act), cast[act.who]) === undefined) return;
    const [id, { digest }] = [...this.ledger.state.approval.firstForm].at(-1)!;
    for (const by of [cast.keller, cast.okafor]) this.ledger.attempt(approve(id, digest), by);
  }

  private change(which: number) {
    const open = [...this.ledger.state.approval.firstForm];
    return open.at(which % Math.max(1, open.length)) ?? (['C-1', undefined] as const);
  }

  private changeLine(line: Of<'propose'>['lines'][number], at: Instant): ChangeLine {
    const { task, bears, accepts, fitting } = line;
    const ref = refOf(task);
    const id = this.ledger.model.taskOf(ref, this.ledger.size);
    const exists = id !== undefined && this.ledger.model.answer(id, at, this.ledger.size).exists;
    const act = fitting && exists !== (line.act !== 'define') ? (exists ? 'assign' : 'define') : line.act;
    const definition = TEXTS[(task + 1) % TEXTS.length]!;
    const bearing = { assignment: assignments[bears], ...(accepts && { accepts: ACCEPTABLE }) };
    switch (act) {
      case 'define':
        return { ref, act, definition, ...bearing };
      case 'revise':
        return { ref, act, definition };
      case 'assign':
        return { ref, act, ...bearing };
      case 'retire':
        return { ref, act };
    }
  }

  private importMatrix({ who, at, content, parts }: Of<'matrix'>): void {
    const matrix: Matrix = new Map(
      content.flatMap((line, i) =>
        line === null ? [] : [[refOf(i), { definition: TEXTS[line.text]!, assignment: assignments[line.bears] }]],
      ),
    );
    const lines = naiveDifference(this.ledger.model, matrix, REFS, dayOf(at));
    if (lines.length > 0) this.begin(who, matrixHeader(this.ledger.size, dayOf(at), { parts }), lines);
  }

  private importFeed({ who, lines, parts, file }: Of<'feed'>): void {
    const source = { ...feedHeader(0).source, digest: `sha256:${String(file).repeat(64)}` };
    const sorted = [...lines].sort((a, b) => a.at - b.at);
    this.begin(who, feedHeader(this.ledger.size, { parts, source }), sorted.map(feedLine));
  }

  private begin(who: Who, header: Header, lines: readonly ImportLine[]): void {
    const size = Math.ceil(lines.length / header.parts);
    const parts = Array.from({ length: header.parts }, (_, i) => lines.slice(i * size, (i + 1) * size));
    const importId = `i${this.ledger.size}`;
    const recorded = this.ledger.attempt(recordImport({ header, part: 1, lines: parts[0]! }), cast[who]);
    if (recorded !== undefined && header.parts > 1) this.pending.push({ importId, who, parts, next: 2 });
  }

  private importPart({ which, wrong }: Of<'part'>): void {
    const pending = this.pending.at(which % Math.max(1, this.pending.length));
    if (pending === undefined) return;
    const { importId, who, parts, next } = pending;
    const part = wrong ? next + 1 : next;
    const lines = parts[part - 1] ?? [];
    const recorded = this.ledger.attempt(recordImport({ import: importId, part, lines }), cast[who]);
    if (recorded === undefined) return;
    pending.next++;
    if (pending.next > parts.length) this.pending.splice(this.pending.indexOf(pending), 1);
  }
}

const refOf = (task: number): string => REFS[task]!;

function feedLine({ task, act, bears, at }: Of<'feed'>['lines'][number], i: number): ImportLine {
  const said = { ref: refOf(task), at: dayOf(at), line: i + 1 };
  switch (act) {
    case 'define':
      return { ...said, act, definition: definitions.imported };
    case 'assign':
      return { ...said, act, assignment: assignments[bears] };
    case 'fact':
      return { ...said, act, fact: 'approved' };
    case 'close':
    case 'reopen':
      return { ...said, act };
  }
}
