import 'reflect-metadata';
import { join } from 'node:path';
import type { LogLevel } from '@nestjs/common';
import { PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner, NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { rowOf } from './access/access.guard.ts';
import { bearerOf } from './access/bearer.ts';
import type { KeyRing } from './access/key-ring.ts';
import { newAdapter } from './http/adapter.ts';
import { ANSWER_HEADERS, answerHeaders, shareHeader } from './http/answer-headers.ts';
import { readBodies } from './http/bodies.ts';
import { KnownRoutes } from './http/known-routes.ts';
import { packageRoot, serveFolder } from './http/page-files.ts';
import { ProblemFilter, type FaultLog } from './http/problem.filter.ts';
import { USUAL_SETTINGS, type ServiceSettings } from './http/settings.ts';
import { serveDocs } from './openapi/docs-page.ts';
import { openApiDocument } from './openapi/document.ts';
import { ServiceModule } from './service.module.ts';
import type { Onus } from './runtime/onus.ts';

export interface ServiceOptions extends Partial<ServiceSettings> {
  /** Told of faults of the service itself. */
  readonly log?: FaultLog;
}

/** What of Nest's own words is told. */
export const LOG_LEVELS: readonly LogLevel[] = ['warn', 'error', 'fatal'];

/** The HTTP service over an open product. It does not listen yet: `await service.listen(port, host)`. */
export async function createService(
  onus: Onus,
  keys: KeyRing,
  { log = logFault, ...settings }: ServiceOptions = {},
): Promise<NestFastifyApplication> {
  const routes = new KnownRoutes();
  const adapter = newAdapter();
  const fastify = adapter.getInstance();
  fastify.addHook('onRoute', (route) => {
    routes.add(route.url, [route.method].flat());
    const { bodyLimit } = (route.config ?? {}) as { bodyLimit?: number };
    if (bodyLimit !== undefined) route.bodyLimit = bodyLimit;
  });
  let document: OpenAPIObject | undefined;
  const module = ServiceModule.of({
    onus,
    keys,
    settings: { ...USUAL_SETTINGS, ...settings },
    document: () => (document ??= openApiDocument(app)),
  });
  const app: NestFastifyApplication = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    bodyParser: false,
    return503OnClosing: true,
    abortOnError: false,
    logger: [...LOG_LEVELS],
    routeConflictPolicy: { duplicate: 'error' },
  });
  readBodies(fastify);
  const always = { ...ANSWER_HEADERS, ...shareHeader(onus.share) };
  fastify.addHook('onRequest', (_request, reply, done) => {
    reply.headers(always);
    done();
  });
  // Bodies come before guards: without this a stranger would have files of the largest size kept in memory and read.
  fastify.addHook('onRequest', async ({ method, is404, headers }) => {
    if (method !== 'GET' && method !== 'HEAD' && !is404) await bearerOf(keys, headers.authorization);
  });
  fastify.addHook('preSerialization', (request, reply, payload, done) => {
    answerHeaders(request, reply, payload);
    done(null, payload);
  });
  serveFolder(fastify, join(packageRoot(), 'apps/ledger/src/page'));
  serveDocs(fastify);
  app.useGlobalFilters(new ProblemFilter(routes, log));
  await app.init();
  requireRows(app);
  await fastify.ready();
  return app;
}

/** Every handler says which operation it is, and every operation has a row that says who may call it. */
function requireRows(app: NestFastifyApplication): void {
  const scanner = new MetadataScanner();
  for (const { instance, metatype } of app.get(DiscoveryService).getControllers()) {
    const prototype = Object.getPrototypeOf(instance) as Record<string, { readonly name: string }>;
    for (const name of scanner.getAllMethodNames(prototype)) {
      const handler = prototype[name]!;
      if (Reflect.hasMetadata(PATH_METADATA, handler)) rowOf(handler, metatype?.name);
    }
  }
}

function logFault(error: unknown, traceId: string): void {
  console.error(`fault ${traceId}:`, error);
}
