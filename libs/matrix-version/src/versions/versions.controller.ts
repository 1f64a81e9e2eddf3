import { Controller, Get, Header, Inject, Param, Res } from '@nestjs/common';
import type { VersionChanges, VersionState } from '#answers/matrix-version/views';
import { Text } from '#http/checks/fields';
import { Read } from '#http/operation';
import { KnownPageQuery, pageOf } from '#http/paging';
import { effectiveOf, knownPart } from '#http/point-in-time';
import { PRODUCT, type Product } from '#http/product';
import { Query, Visitor, type Visit } from '#http/request';
import { versionChanges } from './version-changes.ts';
import { versionDocument, versionState } from './version-document.ts';

/** As much of a reply as is needed to say which bytes they are. */
interface WithHeaders {
  header(name: string, value: string): unknown;
}

/** What the document is sent as: that of a snapshot, whose bytes count. */
const MEDIA_TYPE = 'application/vnd.onus.matrix-snapshot+json';

export class VersionChangesQuery {
  @Text({ optional: true, max: 32, description: 'Since which version. Without it: the one that was agreed last.' })
  readonly since?: string;

  @Text({
    optional: true,
    max: 64,
    description: 'Up to the matrix of this instant or day. Without it: now.',
    example: '2026-03-14',
  })
  readonly effective?: string;
}

@Controller('v1/engagements/:engagement/versions')
export class VersionsController {
  private readonly product: Product;

  constructor(@Inject(PRODUCT) product: Product) {
    this.product = product;
  }

  @Get()
  @Read({ id: 'listVersions', tag: 'Versions', summary: 'All versions that were proposed', answer: 'VersionPage' })
  list(@Visitor() { engagementId }: Visit, @Query(KnownPageQuery) query: KnownPageQuery) {
    return this.product.read.register.versions(engagementId, knownPart(query.known), pageOf(query));
  }

  @Get('changes')
  @Read({
    id: 'getVersionChanges',
    tag: 'Versions',
    summary: 'What is different in the matrix since both sides signed it',
    description: 'Tasks that were added, removed and changed since the version that was agreed last, or since another.',
    answer: 'VersionChanges',
  })
  changes(
    @Visitor() { engagementId }: Visit,
    @Query(VersionChangesQuery) { since, effective }: VersionChangesQuery,
  ): VersionChanges {
    const { read, now } = this.product;
    return versionChanges(read, engagementId, effectiveOf(effective, now), since);
  }

  @Get(':version')
  @Read({
    id: 'getVersion',
    tag: 'Versions',
    summary: 'A version, who has signed it, and whether it verifies',
    description:
      'It verifies where its document, made again from the entries, has the digest that is signed. It has moved where the matrix ' +
      'of its instant, as known now, is another.',
    answer: 'VersionState',
  })
  show(@Visitor() { engagementId }: Visit, @Param('version') id: string): Promise<VersionState> {
    return versionState(this.product, engagementId, id);
  }

  @Get(':version/document')
  @Header('content-type', MEDIA_TYPE)
  @Read({
    id: 'getVersionDocument',
    tag: 'Versions',
    summary: 'The document that is signed, byte for byte',
    description:
      'Canonical JSON (RFC 8785), made again from the entries. `ETag` is its digest. Where another document would follow now, that ' +
      'is said, and no other bytes are given.',
    answer: 'SnapshotDocument',
    produces: MEDIA_TYPE,
    problems: [409],
  })
  async document(
    @Visitor() { engagementId }: Visit,
    @Param('version') id: string,
    @Res({ passthrough: true }) reply: WithHeaders,
  ): Promise<string> {
    const version = this.product.read.register.version(engagementId, id);
    const { text, digest } = await versionDocument(this.product, engagementId, version);
    reply.header('etag', `"${digest}"`);
    return text;
  }
}
