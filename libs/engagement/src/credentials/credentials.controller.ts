import { Controller, Get, Inject } from '@nestjs/common';
import { Read } from '#http/operation';
import { KnownQuery, knownOf } from '#http/point-in-time';
import { READ_MODELS } from '#http/product';
import { Query, Visitor, type Visit } from '#http/request';
import type { ReadModels } from '#read-models/read-models';

@Controller('v1/engagements/:engagement/credentials')
export class CredentialsController {
  private readonly read: ReadModels;

  constructor(@Inject(READ_MODELS) read: ReadModels) {
    this.read = read;
  }

  @Get()
  @Read({
    id: 'listCredentials',
    tag: 'Passkeys',
    summary: 'The passkeys of an engagement, revoked ones included',
    answer: 'Credentials',
  })
  list(@Visitor() { engagementId }: Visit, @Query(KnownQuery) query: KnownQuery) {
    return { items: this.read.people.credentials(engagementId, knownOf(query)) };
  }
}
