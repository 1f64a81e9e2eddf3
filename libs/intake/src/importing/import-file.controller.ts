import { Controller, Inject, Post } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { FILE_LIMIT } from '#http/limits';
import { Write } from '#http/operation';
import { NEW_ID, PRODUCT, type Product } from '#http/product';
import { FileBody, Query, Writer, type WritingVisit } from '#http/request';
import { importFile, type ImportReport } from '../recording/import-file.ts';
import { ImportQuery, settingsOf } from './import.query.ts';

@Controller('v1/engagements/:engagement/imports')
export class ImportFileController {
  private readonly product: Product;
  private readonly newId: () => string;

  constructor(@Inject(PRODUCT) product: Product, @Inject(NEW_ID) newId: () => string) {
    this.product = product;
    this.newId = newId;
  }

  @Post()
  @RouteConfig({ bodyLimit: FILE_LIMIT })
  @Write({
    id: 'importFile',
    tag: 'Imports',
    summary: 'Record a file as it stands: a dated version of a matrix, or an assignment feed',
    description:
      'The file is read to its end first; a broken one is refused whole. The same content again records nothing and says ' +
      'so, under any Idempotency-Key. What is recorded says that it was imported, and not agreed in Onus.',
    answer: 'ImportReport',
    status: 200,
  })
  async import(
    @Writer() visit: WritingVisit,
    @Query(ImportQuery) query: ImportQuery,
    @FileBody('text/csv', 'application/x-ndjson', 'application/gzip') bytes: Buffer,
  ): Promise<Omit<ImportReport, 'position'> & { position: string }> {
    const { engagementId, actor, commandId: correlation } = visit;
    const { product, newId } = this;
    const target = {
      read: product.read,
      state: () => product.state(engagementId),
      submit: (command: Parameters<Product['submit']>[1], receipt: 'last' | false = false) =>
        product.submit(engagementId, command, { commandId: newId(), actor, correlation, receipt }),
    };
    const request = { engagementId, bytes, name: query.name ?? 'unnamed', settings: settingsOf(query) };
    const report = await importFile(target, request);
    return { ...report, position: String(report.position) };
  }
}
