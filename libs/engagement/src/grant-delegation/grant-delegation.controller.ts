import { Controller, Inject, Post } from '@nestjs/common';
import { parseInstant } from '#kernel/instant';
import { toSeal } from '#kernel/sealed';
import { InstantText, Nested, Text, Texts } from '#http/checks/fields';
import { Write } from '#http/operation';
import { dataOf, Receipt, Recorder } from '#http/receipt';
import { Body, Writer, type WritingVisit } from '#http/request';
import type { DelegationGranted } from '../domain/engagement.events.ts';

/** Where both are named, an act must lie in both; where none is, it covers everything. */
export class DelegationScopeBody {
  @Texts({ optional: true, max: 20, description: 'Numbers of changes, like C-3.' })
  readonly changes?: readonly string[];

  @Texts({ optional: true, description: 'References of tasks.' })
  readonly refs?: readonly string[];
}

export class GrantDelegationBody {
  @Text({ max: 32, description: 'Id of the member who may act: a person of the same party.', example: 'm8' })
  readonly delegate!: string;

  @InstantText()
  readonly from!: string;

  @InstantText({ description: 'Half-open: from this instant on it allows nothing.' })
  readonly to!: string;

  @Nested(() => DelegationScopeBody, { optional: true, description: 'Without it: everything.' })
  readonly scope?: DelegationScopeBody;

  @Text({ optional: true, max: 2_000, description: 'Why. Sealed.', example: 'On leave.' })
  readonly reason?: string;
}

@Controller('v1/engagements/:engagement/delegations')
export class GrantDelegationController {
  private readonly recorder: Recorder;

  constructor(@Inject(Recorder) recorder: Recorder) {
    this.recorder = recorder;
  }

  @Post()
  @Write({
    id: 'grantDelegation',
    tag: 'Delegations',
    summary: 'Let another member act in one’s own right for a time',
    description:
      'The delegate acts with the header `Onus-On-Behalf-Of`. A right that was delegated is not passed on, and both count as one person.',
    answer: 'DelegationReceipt',
  })
  grant(
    @Writer() visit: WritingVisit,
    @Body(GrantDelegationBody) { delegate, from, to, scope = {}, reason }: GrantDelegationBody,
  ): Promise<Receipt & { delegation: string }> {
    const period = { from: parseInstant(from), to: parseInstant(to) };
    const data = { delegate, ...period, scope, ...(reason !== undefined && { reason: toSeal(reason) }) };
    return this.recorder.record(visit, { type: 'GrantDelegation', data }, (entries) => ({
      delegation: dataOf<DelegationGranted>(entries, 'DelegationGranted').delegationId,
    }));
  }
}
