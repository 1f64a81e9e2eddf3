import 'reflect-metadata';
import type { LogLevel } from '@nestjs/common';
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

/** What of Nest's own words is told. */
export const LOG_LEVELS: readonly LogLevel[] = ['warn', 'error', 'fatal'];

/** The HTTP service over an open witness. It does not listen yet: `await service.listen(port, host)`. */
export async function createService({ prefix, log, ...parts }: ServiceParts): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(WitnessModule.of(parts), newAdapter(), {
    bodyParser: false,
    return503OnClosing: true,
    abortOnError: false,
    logger: [...LOG_LEVELS],
    routeConflictPolicy: { duplicate: 'error' },
  });
  if (prefix !== '') app.setGlobalPrefix(prefix, { exclude: ['livez', 'readyz'] });
  app.useGlobalFilters(new TextFilter(log));
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}
