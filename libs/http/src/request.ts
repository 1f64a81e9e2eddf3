import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiQuery } from '@nestjs/swagger';
import type { Actor } from '#kernel/event';
import { faultsOf } from './checks/compile.ts';
import { documentedFields } from './checks/documented-fields.ts';
import type { Shape } from './checks/nested.ts';
import { Problem, PROBLEMS } from './problems.ts';

/** Who asks: a known member in an engagement. Put on the request once access was granted. */
export interface Visit {
  readonly engagementId: string;
  readonly actor: Actor;
}

/** A visit that wants something recorded, under an id that is kept for ever. */
export interface WritingVisit extends Visit {
  readonly commandId: string;
}

/** A caller who acts in no engagement yet. */
export interface Caller {
  readonly keyId: string;
  readonly owner: boolean;
  /** Where the key may act, and as whom. */
  readonly bindings: readonly { readonly engagement: string; readonly member: string }[];
}

/** What the access check leaves on a request. */
export interface Admitted {
  caller?: Caller;
  visit?: Visit;
  commandId?: string;
}

interface HttpRequest {
  readonly body: unknown;
  readonly query: unknown;
  readonly admitted?: Admitted;
}

const requestOf = (context: ExecutionContext): HttpRequest => context.switchToHttp().getRequest<HttpRequest>();

function admittedOf(context: ExecutionContext): Admitted {
  const { admitted } = requestOf(context);
  if (admitted === undefined) throw new Error('the access check did not run for this operation');
  return admitted;
}

/** Parameter: the member who reads. */
export const Visitor = createParamDecorator((_: unknown, context: ExecutionContext): Visit => {
  const { visit } = admittedOf(context);
  if (visit === undefined) throw new Error('this operation is not about an engagement');
  return visit;
});

/** Parameter: the member who writes, with the id of the command. */
export const Writer = createParamDecorator((_: unknown, context: ExecutionContext): WritingVisit => {
  const { visit, commandId } = admittedOf(context);
  if (visit === undefined || commandId === undefined) throw new Error('this operation is not a write in an engagement');
  return { ...visit, commandId };
});

/** Parameter: who calls, where no engagement is named. */
export const Calling = createParamDecorator((_: unknown, context: ExecutionContext): Admitted & { caller: Caller } => {
  const { caller, commandId } = admittedOf(context);
  if (caller === undefined) throw new Error('this operation is open to everybody');
  return { caller, ...(commandId !== undefined && { commandId }) };
});

const checkedBody = createParamDecorator((shape: Shape, context: ExecutionContext): unknown => {
  const { body } = requestOf(context);
  if (Buffer.isBuffer(body)) {
    throw new Problem(PROBLEMS.unsupportedMediaType, 'Send the body as application/json.');
  }
  refuseFaults('body', PROBLEMS.invalidBody, faultsOf(shape, body));
  return body;
});

const checkedQuery = createParamDecorator((shape: Shape, context: ExecutionContext): unknown => {
  const { query } = requestOf(context);
  refuseFaults('query', PROBLEMS.badParameter, faultsOf(shape, query));
  return query;
});

const rawBody = createParamDecorator((types: readonly string[], context: ExecutionContext): Buffer => {
  const { body } = requestOf(context);
  if (!Buffer.isBuffer(body))
    throw new Problem(PROBLEMS.unsupportedMediaType, `Send the body as ${types.join(' or ')}.`);
  return body;
});

/** Parameter: the JSON body, which must look as the decorators of the class say. */
export const Body =
  (shape: Shape): ParameterDecorator =>
  (target, method, index) => {
    checkedBody(shape)(target, method, index);
    describe(target, method!, ApiBody({ type: shape }));
  };

/** Parameter: a body that is a file, of one of these media types. */
export const FileBody =
  (...types: readonly string[]): ParameterDecorator =>
  (target, method, index) => {
    rawBody(types)(target, method, index);
    describe(target, method!, ApiConsumes(...types));
    describe(target, method!, ApiBody({ schema: { type: 'string', format: 'binary' } }));
  };

/** Parameter: the query, which must look as the decorators of the class say. */
export const Query =
  (shape: Shape): ParameterDecorator =>
  (target, method, index) => {
    checkedQuery(shape)(target, method, index);
    for (const [name, documented] of documentedFields(shape)) {
      describe(target, method!, ApiQuery({ name, ...documented }));
    }
  };

function describe(target: object, method: string | symbol, decorator: MethodDecorator): void {
  decorator(target, method, Object.getOwnPropertyDescriptor(target, method)!);
}

type ShapeFaults = ReturnType<typeof faultsOf>;

function refuseFaults(where: 'body' | 'query', kind: Problem['kind'], faults: ShapeFaults): void {
  if (faults.length === 0) return;
  // A body of a thousand faults gets no answer of a thousand faults.
  const errors = faults.slice(0, MOST_FAULTS).map((fault) => ({ in: where, ...fault }));
  const [first] = errors;
  const name = first!.pointer === '' ? `The ${where}` : first!.pointer;
  throw new Problem(kind, `${name}: ${first!.detail}.`, { errors });
}

const MOST_FAULTS = 50;
