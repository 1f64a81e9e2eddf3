import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner, NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { JSON_LIMIT } from '#http/limits';
import { Problem, PROBLEMS } from '#http/problems';
import { rowOf } from './access/access.guard.ts';
import type { KeyRing } from './access/key-ring.ts';
import { answerHeaders, SECURITY_HEADERS } from './http/answer-headers.ts';
import { readBodies } from './http/bodies.ts';
import { KnownRoutes } from './http/known-routes.ts';
import { packageRoot, serveFolder } from './http/page-files.ts';
import { ProblemFilter, sendProblem, type FaultLog } from './http/problem.filter.ts';
import { ServiceModule } from './service.module.ts';
import type { Onus } from './runtime/onus.ts';

export interface ServiceOptions {
  /** The data folder, where its disk is to be watched for readiness. */
  readonly folder?: string;
  /** Told of faults of the service itself. */
  readonly log?: FaultLog;
}

/** Characters of one part of an address: a task's reference has at most 200, and one may take twelve when escaped. */
const LONGEST_PARAMETER = 2_400;

/** The HTTP service over an open product. It does not listen yet: `await service.listen(port, host)`. */
export async function createService(
  onus: Onus,
  keys: KeyRing,
  { folder, log = logFault }: ServiceOptions = {},
): Promise<NestFastifyApplication> {
  const routes = new KnownRoutes();
  const adapter = newAdapter();
  const fastify = adapter.getInstance();
  fastify.addHook('onRoute', (route) => {
    routes.add(route.url, [route.method].flat());
    const { bodyLimit } = (route.config ?? {}) as { bodyLimit?: number };
    if (bodyLimit !== undefined) route.bodyLimit = bodyLimit;
  });
  const app = await NestFactory.create<NestFastifyApplication>(
    ServiceModule.of({ onus, keys, folder: folder ?? null }),
    adapter,
    {
      bodyParser: false,
      return503OnClosing: true,
      abortOnError: false,
      logger: ['warn', 'error', 'fatal'],
      routeConflictPolicy: { duplicate: 'error' },
    },
  );
  readBodies(fastify);
  fastify.addHook('onRequest', (_request, reply, done) => {
    reply.headers(SECURITY_HEADERS);
    done();
  });
  fastify.addHook('preSerialization', (request, reply, payload, done) => {
    answerHeaders(request, reply, payload);
    reply.header('cache-control', 'no-store');
    done(null, payload);
  });
  serveFolder(fastify, join(packageRoot(), 'apps/ledger/src/page'));
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

function newAdapter(): FastifyAdapter {
  return new FastifyAdapter({
    bodyLimit: JSON_LIMIT,
    routerOptions: { maxParamLength: LONGEST_PARAMETER },
    exposeHeadRoutes: true,
    requestTimeout: 120_000,
    genReqId: traceIdOf,
    // A malformed address is answered before any hook runs.
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      void reply.headers(SECURITY_HEADERS);
      const long = error.statusCode === 414;
      const kind = long ? PROBLEMS.addressTooLong : PROBLEMS.badRequest;
      sendProblem(reply, request.id, new Problem(kind, 'The address cannot be read.'));
    },
  });
}

const TRACE_PARENT = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The caller's trace id (W3C Trace Context), or a new one. */
function traceIdOf({ headers: { traceparent } }: IncomingMessage): string {
  const given = typeof traceparent === 'string' ? TRACE_PARENT.exec(traceparent)?.[1] : undefined;
  return given ?? randomBytes(16).toString('hex');
}

function logFault(error: unknown, traceId: string): void {
  console.error(`fault ${traceId}:`, error);
}
