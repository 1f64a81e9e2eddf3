import { Controller, Get, Inject, Param } from '@nestjs/common';
import { Read } from '#http/operation';
import { KnownPageQuery, pageOf } from '#http/paging';
import { knownPart } from '#http/point-in-time';
import { READ_MODELS } from '#http/product';
import { Query, Visitor, type Visit } from '#http/request';
import type { ReadModels } from '#read-models/read-models';

@Controller('v1/engagements/:engagement')
export class SubmittedController {
  private readonly read: ReadModels;

  constructor(@Inject(READ_MODELS) read: ReadModels) {
    this.read = read;
  }

  @Get('evidence')
  @Read({ id: 'listEvidence', tag: 'Evidence', summary: 'All evidence that was submitted', answer: 'EvidencePage' })
  ofAll(@Visitor() { engagementId }: Visit, @Query(KnownPageQuery) query: KnownPageQuery) {
    return this.read.evidence(engagementId, knownPart(query.known), pageOf(query));
  }

  @Get('tasks/:ref/evidence')
  @Read({ id: 'listTaskEvidence', tag: 'Evidence', summary: 'The evidence of one task', answer: 'EvidencePage' })
  ofTask(@Visitor() { engagementId }: Visit, @Param('ref') ref: string, @Query(KnownPageQuery) query: KnownPageQuery) {
    return this.read.evidence(engagementId, { ref, ...knownPart(query.known) }, pageOf(query));
  }
}
