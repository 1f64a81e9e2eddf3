import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem, problemDocument, PROBLEMS, type ProblemKind } from '#http/problems';
import { problemOf } from './refused.ts';
import type { KnownRoutes } from './known-routes.ts';

/** Told of faults that nobody foresaw, with the trace id that the caller was given. */
export type FaultLog = (error: unknown, traceId: string) => void;

/** Everything that goes wrong is answered as a problem document (RFC 9457). A stack stays in the service. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly routes: KnownRoutes;
  private readonly log: FaultLog;

  constructor(routes: KnownRoutes, log: FaultLog) {
    this.routes = routes;
    this.log = log;
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    if (reply.sent || reply.raw.headersSent) return;
    sendProblem(reply, request.id, this.problem(error, request));
  }

  private problem(error: unknown, request: FastifyRequest): Problem {
    const problem = problemOf(error) ?? this.frameworkProblem(error, request);
    if (problem !== null) return problem;
    this.log(error, request.id);
    return new Problem(PROBLEMS.internal, 'It was written down under the trace id. Nobody knows more from outside.');
  }

  /** What Fastify and Nest throw. Null for what is no fault of the caller. */
  private frameworkProblem(error: unknown, request: FastifyRequest): Problem | null {
    const status = statusOf(error);
    if (status === 404) {
      const allowed = this.routes.methodsAt(request.url);
      if (allowed.length === 0) return new Problem(PROBLEMS.noSuchRoute, 'The API is described at /v1/docs.');
      return new Problem(PROBLEMS.methodNotAllowed, `This address knows ${allowed.join(', ')}.`, {
        headers: { allow: allowed.join(', ') },
      });
    }
    const known = FRAMEWORK[status];
    if (known !== undefined) return new Problem(known.kind, known.detail);
    return status >= 400 && status < 500
      ? new Problem(PROBLEMS.badRequest, 'Look at its first line and headers.')
      : null;
  }
}

const FRAMEWORK: Readonly<Record<number, { kind: ProblemKind; detail: string }>> = {
  413: { kind: PROBLEMS.tooLarge, detail: 'Send less at once.' },
  414: { kind: PROBLEMS.addressTooLong, detail: 'No name in an address is that long here.' },
  415: { kind: PROBLEMS.unsupportedMediaType, detail: 'See /v1/docs for what this address takes.' },
  503: { kind: PROBLEMS.unavailable, detail: 'The service is closing. Try again.' },
};

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const { statusCode } = (error ?? {}) as { statusCode?: unknown };
  return typeof statusCode === 'number' ? statusCode : 500;
}

/** Answers with a problem document. */
export function sendProblem(reply: FastifyReply, traceId: string, problem: Problem): void {
  for (const [name, value] of Object.entries(problem.headers)) void reply.header(name, value);
  void reply
    .code(problem.kind.status)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    // Bytes, because Fastify adds a charset to text, and this media type has none.
    .send(Buffer.from(JSON.stringify(problemDocument(problem, traceId))));
}
