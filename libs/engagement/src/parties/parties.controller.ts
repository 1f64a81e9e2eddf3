import { Controller, Get, Inject } from '@nestjs/common';
import { Read } from '#http/operation';
import { KnownQuery, knownOf } from '#http/point-in-time';
import { READ_MODELS } from '#http/product';
import { Query, Visitor, type Visit } from '#http/request';
import type { ReadModels } from '#read-models/read-models';

@Controller('v1/engagements/:engagement/parties')
export class PartiesController {
  private readonly read: ReadModels;

  constructor(@Inject(READ_MODELS) read: ReadModels) {
    this.read = read;
  }

  @Get()
  @Read({ id: 'listParties', tag: 'Parties and members', summary: 'The parties of an engagement', answer: 'Parties' })
  list(@Visitor() { engagementId }: Visit, @Query(KnownQuery) query: KnownQuery) {
    return { items: this.read.parties(engagementId, knownOf(query)) };
  }
}
