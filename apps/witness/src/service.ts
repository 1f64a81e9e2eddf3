import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { newAdapter } from './http/adapter.ts';
import { TextFilter, type FaultLog } from './http/text.filter.ts';
import { WitnessModule, type ModuleParts } from './witness.module.ts';

export interface ServiceParts extends ModuleParts {
  /** In front of the addresses of the witness; not of those that say how it is. */
  readonly prefix: string;
  readonly log: FaultLog;
}

/** The HTTP service over an open witness. It does not listen yet: `await service.listen(port, host)`. */
export async function createService({ prefix, log, ...parts }: ServiceParts): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(WitnessModule.of(parts), newAdapter(), {
    bodyParser: false,
    return503OnClosing: true,
    abortOnError: false,
    logger: ['warn', 'error', 'fatal'],
    routeConflictPolicy: { duplicate: 'error' },
  });
  if (prefix !== '') app.setGlobalPrefix(prefix, { exclude: ['livez', 'readyz'] });
  app.useGlobalFilters(new TextFilter(log));
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}
