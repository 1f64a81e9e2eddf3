import { Controller, Get, Header, Inject, Param, Res } from '@nestjs/common';
import type { SnapshotState } from '#answers/views.snapshot';
import { Read } from '#http/operation';
import { KnownPageQuery, pageOf } from '#http/paging';
import { knownPart } from '#http/point-in-time';
import { PRODUCT, type Product } from '#http/product';
import { Query, Visitor, type Visit } from '#http/request';
import { sealedDocument } from '../making/made-snapshot.ts';
import { SNAPSHOT_MEDIA_TYPE } from '../media-type.ts';
import { snapshotState } from './snapshot-state.ts';

/** As much of a reply as is needed to say which bytes they are. */
interface WithHeaders {
  header(name: string, value: string): unknown;
}

@Controller('v1/engagements/:engagement/snapshots')
export class SealedSnapshotsController {
  private readonly product: Product;

  constructor(@Inject(PRODUCT) product: Product) {
    this.product = product;
  }

  @Get()
  @Read({ id: 'listSnapshots', tag: 'Snapshots', summary: 'All snapshots that were taken', answer: 'SnapshotPage' })
  list(@Visitor() { engagementId }: Visit, @Query(KnownPageQuery) query: KnownPageQuery) {
    return this.product.read.snapshots(engagementId, knownPart(query.known), pageOf(query));
  }

  @Get(':snapshot')
  @Read({
    id: 'getSnapshot',
    tag: 'Snapshots',
    summary: 'A snapshot as it was sealed, and whether it verifies',
    description: 'It verifies where its document, made again from the entries, has the digest that was sealed.',
    answer: 'SnapshotState',
  })
  show(@Visitor() { engagementId }: Visit, @Param('snapshot') id: string): Promise<SnapshotState> {
    return snapshotState(this.product, engagementId, id);
  }

  @Get(':snapshot/document')
  @Header('content-type', SNAPSHOT_MEDIA_TYPE)
  @Read({
    id: 'getSnapshotDocument',
    tag: 'Snapshots',
    summary: 'The sealed document, byte for byte',
    description:
      'Canonical JSON (RFC 8785), made again from the entries. `ETag` is the sealed digest. Where another document would follow ' +
      'now, that is said, and no other bytes are given.',
    answer: 'SnapshotDocument',
    produces: SNAPSHOT_MEDIA_TYPE,
    problems: [409],
  })
  async document(
    @Visitor() { engagementId }: Visit,
    @Param('snapshot') id: string,
    @Res({ passthrough: true }) reply: WithHeaders,
  ): Promise<string> {
    const snapshot = this.product.read.snapshot(engagementId, id);
    const { text, digest } = await sealedDocument(this.product, engagementId, snapshot);
    reply.header('etag', `"${digest}"`);
    return text;
  }
}
