import 'reflect-metadata';
import { applyDecorators, HttpCode } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { reference } from './checks/fields.ts';

export interface OperationOptions {
  /** Stable name: in the OpenAPI document, and in the table of who may do what. */
  readonly id: string;
  /** One line: what the caller gets done. */
  readonly summary: string;
  readonly description?: string;
  readonly tag: string;
  /** Name of the answer's schema. */
  readonly answer: string;
  readonly status?: 200 | 201;
  /** Media type of the answer, where it is not JSON. */
  readonly produces?: string;
  /** Another media type in which it can be asked for. */
  readonly alsoProduces?: string;
  /** Statuses of the problems that it may answer with beside those of every read or write. */
  readonly problems?: readonly number[];
  /** Whether it can be done for another: in the right of a member who delegated. */
  readonly forAnother?: boolean;
}

const OPERATION = Symbol('operation');

/** What a handler said of itself; undefined for one that is no operation. */
export const operationOf = (handler: object): DescribedOperation | undefined =>
  Reflect.getMetadata(OPERATION, handler) as DescribedOperation | undefined;

export interface DescribedOperation {
  readonly id: string;
  /** Whether it records something, and so needs an `Idempotency-Key`. */
  readonly writes: boolean;
  /** Whether it takes the header `Onus-On-Behalf-Of`. */
  readonly forAnother: boolean;
}

const READ_PROBLEMS = [400, 401, 403, 404, 414, 421, 422, 500, 503];
const WRITE_PROBLEMS = [400, 401, 403, 404, 409, 413, 414, 415, 421, 422, 500, 503, 507];

/** A handler that answers a question. */
export const Read = (options: OperationOptions): MethodDecorator =>
  applyDecorators(
    operation(options, false, options.status ?? 200, READ_PROBLEMS),
    ...(options.forAnother === true ? [onBehalfOf] : []),
    ApiHeader({
      name: 'If-Position-At-Least',
      required: false,
      description:
        'Position token of a write: the answer rests on at least that much. Waits up to 5 seconds, then 503 with the lag.',
      schema: { type: 'string', pattern: '^[0-9]{1,16}$' },
    }),
  );

/** A handler that records something. */
export const Write = (options: OperationOptions): MethodDecorator =>
  applyDecorators(
    operation(options, true, options.status ?? 201, WRITE_PROBLEMS),
    ApiHeader({
      name: 'Idempotency-Key',
      required: true,
      description:
        'UUID. The same key with the same content gives the first answer again, for ever; its receipt covers the ledger as it is by then.',
      schema: { type: 'string', format: 'uuid' },
    }),
    ...(options.forAnother === true ? [onBehalfOf] : []),
  );

const onBehalfOf = ApiHeader({
  name: 'Onus-On-Behalf-Of',
  required: false,
  description:
    'Id of the member in whose right this is done: of one who delegated it to the member of the key, or of a person for whom a service writes.',
  schema: { type: 'string', pattern: '^m[0-9]{1,15}$' },
});

/** A handler that anybody may call and that is about the service itself. */
export const Plain = (options: OperationOptions): MethodDecorator =>
  operation(options, false, options.status ?? 200, []);

function operation(options: OperationOptions, writes: boolean, status: number, usual: readonly number[]) {
  const { id, summary, description, tag, answer, produces = 'application/json', problems = [] } = options;
  const { alsoProduces, forAnother = false } = options;
  const described: DescribedOperation = { id, writes, forAnother };
  const mark: MethodDecorator = (_target, _name, descriptor) => {
    Reflect.defineMetadata(OPERATION, described, descriptor.value as object);
  };
  return applyDecorators(
    mark,
    HttpCode(status),
    ApiTags(tag),
    ApiOperation({ operationId: id, summary, ...(description !== undefined && { description }) }),
    ApiResponse({
      status,
      description: summary,
      content: { [produces]: { schema: reference(answer) }, ...(alsoProduces !== undefined && { [alsoProduces]: {} }) },
    }),
    ...[...new Set([...usual, ...problems])].map((code) => ApiResponse({ status: code, ...problemResponse(code) })),
  );
}

/** Where the document keeps what every problem of a status looks like. */
const problemResponse = (status: number): { readonly $ref: string } => ({
  $ref: `#/components/responses/Problem${status}`,
});
