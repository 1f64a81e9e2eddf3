import { Controller, Inject, Param, Post } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ADMISSION, type Admission } from '#http/admission';
import { FILE_LIMIT } from '#http/limits';
import { Write } from '#http/operation';
import { noSuchEngagement } from '#http/problems';
import { NEW_ID, PRODUCT, type Product } from '#http/product';
import { Calling, FileBody, Query, Writer, type Caller, type WritingVisit } from '#http/request';
import type { Accepted } from '#ledger-store/submission';
import { importFile, type ImportReport, type ImportTarget } from '../recording/import-file.ts';
import { ImportQuery, settingsOf } from './import.query.ts';

@Controller('v1/engagements/:engagement/imports')
export class ImportFileController {
  private readonly product: Product;
  private readonly newId: () => string;
  private readonly admission: Admission;

  constructor(
    @Inject(PRODUCT) product: Product,
    @Inject(NEW_ID) newId: () => string,
    @Inject(ADMISSION) admission: Admission,
  ) {
    this.product = product;
    this.newId = newId;
    this.admission = admission;
  }

  @Post()
  @RouteConfig({ bodyLimit: FILE_LIMIT })
  @Write({
    id: 'importFile',
    tag: 'Imports',
    summary: 'Record a file as it stands: a dated version of a matrix, or an assignment feed',
    description:
      'The file is read to its end first; a broken one is refused whole. The same content again records nothing and says ' +
      'so, under any Idempotency-Key. What is recorded says that it was imported, and not agreed in Onus. A large file is recorded in ' +
      'parts, and holds with its last one: whoever may act no more before that is refused, and whoever sends the file again finishes it.',
    answer: 'ImportReport',
    status: 200,
  })
  async import(
    @Calling() { caller }: { caller: Caller },
    @Writer() visit: WritingVisit,
    @Param('engagement') named: string,
    @Query(ImportQuery) query: ImportQuery,
    @FileBody('text/csv', 'application/x-ndjson', 'application/gzip') bytes: Buffer,
  ): Promise<Omit<ImportReport, 'position'> & { position: string }> {
    const request = {
      engagementId: visit.engagementId,
      bytes,
      name: query.name ?? 'unnamed',
      settings: settingsOf(query),
    };
    const report = await importFile(this.targetOf(caller, visit, named), request);
    return { ...report, position: String(report.position) };
  }

  private targetOf(caller: Caller, visit: WritingVisit, named: string): ImportTarget {
    const { engagementId, actor, commandId: correlation } = visit;
    const { product, newId, admission } = this;
    let admitted = Promise.resolve();
    return {
      read: product.read,
      state: () => product.state(engagementId),
      submit: (command, receipt): Promise<Accepted> => {
        // A large file takes its time, and parts are asked for one behind the other: they are recorded in that order.
        admitted = admitted.then(async () => {
          if (!(await admission.check(caller, visit))) noSuchEngagement(named);
        });
        const asking = { commandId: newId(), actor, correlation, receipt: receipt ?? false };
        return admitted.then(() => product.submit(engagementId, command, asking));
      },
    };
  }
}
