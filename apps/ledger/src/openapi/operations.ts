import type { OpenAPIObject } from '@nestjs/swagger';
import { AUTHORISATION, type Authorisation } from '../access/authorisation.ts';

type Paths = OpenAPIObject['paths'];
type Operation = NonNullable<Paths[string]['get']>;

const METHODS = ['get', 'post', 'delete'] as const;

const PARAMETERS: Readonly<Record<string, string>> = {
  engagement: 'Slug or id of the engagement.',
  ref: 'Reference of the task, escaped as a part of an address (`/` as `%2F`).',
  change: 'Id of the change, for example `C-118`.',
  delegation: 'Id of the delegation, for example `d15`.',
  evidence: 'Id of the evidence, for example `e77`.',
  objection: 'Id of the objection, for example `o57`.',
  snapshot: 'Id of the snapshot, for example `s41`.',
  version: 'Id of the version, for example `v3`.',
  review: 'Id of the review, for example `r57`.',
  exception: 'Id of the exception, for example `x57`.',
  path: 'The rest of the path of a tile, for example `0/000` or `entries/x001/234.p/56`.',
  index: 'Index of the entry.',
  section: 'Which part: `waiting-on-me`, `waiting-on-my-party`, `asked-by-me`, `my-duties` or `deadlines`.',
  member: 'Id of the member, for example `m3`.',
  key: 'Id of the key.',
};

/** Completes what the decorators say of operations: the parts of their addresses, and who may call them. */
export function describeOperations(paths: Paths): Paths {
  return Object.fromEntries(
    Object.entries(paths).map(([path, item]) => {
      const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
      const described = METHODS.flatMap((method) => {
        const operation = item[method];
        return operation === undefined ? [] : [[method, describe(operation, names)]];
      });
      return [path, Object.fromEntries(described) as Paths[string]];
    }),
  );
}

function describe(operation: Operation, names: readonly string[]): Operation {
  const { tags, summary, description, operationId, parameters = [], responses, ...rest } = operation;
  const row = AUTHORISATION[operationId!]!;
  const inPath = names.map((name) => ({
    name,
    in: 'path' as const,
    required: true,
    description: PARAMETERS[name]!,
    schema: { type: 'string' },
  }));
  const others = parameters.filter((parameter) => !('in' in parameter) || parameter.in !== 'path');
  const said = [description, forWhom(row)].filter((words) => words !== undefined).join('\n\n');
  return {
    ...(tags && { tags }),
    ...(summary !== undefined && { summary }),
    ...(said !== '' && { description: said }),
    ...(operationId !== undefined && { operationId }),
    ...(row.who === 'anyone' && { security: [] }),
    parameters: [...inPath, ...others],
    ...rest,
    responses: Object.fromEntries(Object.entries(responses).map(([status, answer]) => [status, referredTo(answer!)])),
  };
}

/** A reference stands alone. */
const referredTo = <T extends object>(answer: T): T | { readonly $ref: string } =>
  '$ref' in answer ? { $ref: String(answer.$ref) } : answer;

/** Who may call it, in words. */
function forWhom(row: Authorisation): string | undefined {
  if (row.who === 'anyone') return undefined;
  if (row.who === 'key') return 'For any key.';
  if (row.who === 'owner-key') return 'For owner keys.';
  return 'roles' in row ? `For members with the role ${row.roles.join(' or ')}.` : 'For members.';
}
