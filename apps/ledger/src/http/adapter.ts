import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { JSON_LIMIT } from '#http/limits';
import { Problem, problemDocument, PROBLEMS } from '#http/problems';
import { ANSWER_HEADERS } from './answer-headers.ts';
import { sendProblem } from './problem.filter.ts';

/** Characters of one part of an address: a task's reference has at most 200, and one may take twelve when escaped. */
const LONGEST_PARAMETER = 2_400;
/** How long a caller may take to send a request, in milliseconds: a file of the largest size over a slow line. */
const REQUEST_TIMEOUT_MS = 120_000;

/** Fastify as the service wants it. What it answers by itself, before any hook or filter, is a problem document as well. */
export function newAdapter(): FastifyAdapter {
  return new FastifyAdapter({
    bodyLimit: JSON_LIMIT,
    routerOptions: { maxParamLength: LONGEST_PARAMETER },
    requestTimeout: REQUEST_TIMEOUT_MS,
    genReqId: traceIdOf,
    // No middleware is used: Fastify's own hooks do.
    skipMiddie: true,
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      void reply.headers(ANSWER_HEADERS);
      const kind = error.statusCode === 414 ? PROBLEMS.addressTooLong : PROBLEMS.badRequest;
      sendProblem(reply, request.id, new Problem(kind, 'The address cannot be read.'));
    },
    clientErrorHandler: answerNoHttp,
  });
}

const TRACE_PARENT = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The caller's trace id (W3C Trace Context), or a new one. */
function traceIdOf({ headers: { traceparent } }: IncomingMessage): string {
  const given = typeof traceparent === 'string' ? TRACE_PARENT.exec(traceparent)?.[1] : undefined;
  return given ?? newTraceId();
}

/** 122 random bits: Node keeps them in stock for UUIDs, so that a request does not have to wait for them. */
const newTraceId = (): string => randomUUID().replaceAll('-', '');

/** Bytes that Node cannot read as a request: there is nothing to answer through but the socket. */
function answerNoHttp(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy(error);
  const problem = new Problem(PROBLEMS.badRequest, 'The bytes are no HTTP request that can be read.');
  const body = JSON.stringify(problemDocument(problem, newTraceId()));
  const head =
    'HTTP/1.1 400 Bad Request\r\nContent-Type: application/problem+json\r\nConnection: close\r\n' +
    `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n`;
  socket.end(head + body);
}
