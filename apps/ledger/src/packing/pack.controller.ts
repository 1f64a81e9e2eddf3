import { Controller, Get, Inject, Param, Res } from '@nestjs/common';
import type { PeriodOfPoints } from '#answers/point-in-time';
import { Text } from '#http/checks/fields';
import { Read } from '#http/operation';
import { effectiveOf, knownPart, PointQuery } from '#http/point-in-time';
import { noSuchEngagement, Problem, PROBLEMS } from '#http/problems';
import { Calling, Query, Visitor, type Caller, type Visit } from '#http/request';
import type { RequestedQuestion } from '#pack/make-pack';
import { StillAdmitted } from '../access/still-admitted.ts';
import { Onus } from '../runtime/onus.ts';
import { evidencePack } from './evidence-packs.ts';
import { Turns } from './turns.ts';

/** Packs that are made at once: each holds a whole ledger, some times over, and keeps a core at work. */
const AT_ONCE = 2;
const TIME = { optional: true, max: 64 };

export class PackQuery extends PointQuery {
  @Text({
    optional: true,
    max: 200,
    description: 'Reference of the task. Without it: the whole matrix.',
    example: 'LOG-03',
  })
  readonly task?: string;

  @Text({
    ...TIME,
    description: 'A period of a task: from this instant, or the first of this day, …',
    example: '2026-03-01',
  })
  readonly from?: string;

  @Text({ ...TIME, description: '… up to, and not with, this instant, or this day.', example: '2026-04-01' })
  readonly to?: string;
}

/** As much of a reply as is needed to say what file it is. */
interface WithHeaders {
  header(name: string, value: string): unknown;
}

/** Evidence packs: a question, its answer, and what it takes to verify both without trusting us. */
@Controller('v1/engagements/:engagement/pack')
export class PackController {
  private readonly onus: Onus;
  private readonly still: StillAdmitted;
  private readonly turns = new Turns(AT_ONCE);

  constructor(@Inject(Onus) onus: Onus, @Inject(StillAdmitted) still: StillAdmitted) {
    this.onus = onus;
    this.still = still;
  }

  @Get()
  @Read({
    id: 'getPack',
    tag: 'Log',
    summary: 'The evidence pack that answers a question',
    description:
      'A ZIP that holds the question, its answer, every entry of the ledger, a signed checkpoint and proofs: `onus verify` says without ' +
      'this service whether it holds. Asked about a task (at an instant, on a day, or during a period) or about the whole matrix. ' +
      'The same question at the same sealed checkpoint gives the same bytes.',
    answer: 'EvidencePack',
    produces: 'application/zip',
  })
  async pack(
    @Calling() { caller }: { caller: Caller },
    @Visitor() visit: Visit,
    @Param('engagement') named: string,
    @Query(PackQuery) query: PackQuery,
    @Res({ passthrough: true }) reply: WithHeaders,
  ): Promise<Buffer> {
    const asked = askedIn(query, this.onus.now);
    const pack = await this.turns.take(`${visit.engagementId}/${visit.actor.member}`, async () => {
      // Others may have been first for minutes, and the pack would hold what was recorded after somebody had to leave.
      if (!(await this.still.check(caller, visit))) noSuchEngagement(named);
      return evidencePack(this.onus, visit.engagementId, asked);
    });
    reply.header('content-type', 'application/zip');
    reply.header('content-disposition', 'attachment; filename="pack.onus.zip"');
    reply.header('cache-control', 'no-store');
    return Buffer.from(pack.buffer, pack.byteOffset, pack.byteLength);
  }
}

/** @throws Problem `http/bad-instant`, `http/bad-parameter` */
function askedIn({ task, effective, from, to, known }: PackQuery, now: () => string): RequestedQuestion {
  const rest = knownPart(known);
  if (from === undefined && to === undefined) {
    const at = effectiveOf(effective, now);
    return task === undefined
      ? { about: 'matrix', effective: at, ...rest }
      : { about: 'task', task, effective: at, ...rest };
  }
  if (effective !== undefined) refuse('effective', 'leave it out where a period is given');
  if (task === undefined) return refuse('task', 'a period is asked of one task: name it');
  return { about: 'task', task, effective: periodIn(from, to, now), ...rest };
}

function periodIn(from: string | undefined, to: string | undefined, now: () => string): PeriodOfPoints {
  if (from === undefined || to === undefined)
    return refuse(from === undefined ? 'from' : 'to', 'a period has two ends');
  return { from: effectiveOf(from, now, 'from'), to: effectiveOf(to, now, 'to') };
}

function refuse(parameter: string, detail: string): never {
  throw new Problem(PROBLEMS.badParameter, `${parameter}: ${detail}.`, {
    errors: [{ in: 'query', pointer: `/${parameter}`, detail }],
  });
}
