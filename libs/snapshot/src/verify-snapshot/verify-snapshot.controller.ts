import { Controller, Inject, Param, Post } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { SnapshotVerdict } from '#answers/views.snapshot';
import { FILE_LIMIT } from '#http/limits';
import { Read } from '#http/operation';
import { PRODUCT, type Product } from '#http/product';
import { FileBody, Visitor, type Visit } from '#http/request';
import { SNAPSHOT_MEDIA_TYPE } from '../media-type.ts';
import { verifyDocument } from './verify-document.ts';

@Controller('v1/engagements/:engagement/snapshots/:snapshot/verification')
export class VerifySnapshotController {
  private readonly product: Product;

  constructor(@Inject(PRODUCT) product: Product) {
    this.product = product;
  }

  @Post()
  @RouteConfig({ bodyLimit: FILE_LIMIT })
  @Read({
    id: 'verifySnapshot',
    tag: 'Snapshots',
    summary: 'Compare a document that somebody holds with the sealed one',
    description: 'The same to the byte, or what differs, line by line, and why.',
    answer: 'SnapshotVerdict',
    problems: [409, 413, 415],
  })
  verify(
    @Visitor() { engagementId }: Visit,
    @Param('snapshot') id: string,
    @FileBody(SNAPSHOT_MEDIA_TYPE) bytes: Buffer,
  ): Promise<SnapshotVerdict> {
    return verifyDocument(this.product, engagementId, id, bytes);
  }
}
