import type { OpenAPIObject } from '@nestjs/swagger';

interface SchemaNode {
  readonly $ref?: string;
  readonly oneOf?: readonly SchemaNode[];
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly minLength?: number;
  readonly items?: SchemaNode;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: SchemaNode;
  readonly allOf?: readonly SchemaNode[];
}

interface ResponseNode {
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, { readonly schema: SchemaNode }>>;
}

type Operation = { readonly responses: Readonly<Record<string, ResponseNode>> };
type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

/** Holds every answer of a journey to what the OpenAPI document says of it: status, media type, and every property. */
export class DocumentedAnswers {
  private readonly paths: Paths;
  private readonly responses: Readonly<Record<string, ResponseNode>>;
  private readonly schemas: Readonly<Record<string, SchemaNode>>;

  constructor(document: OpenAPIObject) {
    this.paths = document.paths as Paths;
    this.responses = (document.components?.responses ?? {}) as Readonly<Record<string, ResponseNode>>;
    this.schemas = (document.components?.schemas ?? {}) as Readonly<Record<string, SchemaNode>>;
  }

  /** @throws Error naming what the document does not say. Addresses that it does not describe are no operations. */
  check(method: string, path: string, status: number, headers: Headers, body: unknown): void {
    const operation = this.operation(method, path);
    if (operation === undefined) return;
    const where = `${method} ${path} → ${status}`;
    const answer = operation.responses[String(status)];
    const content = (answer?.$ref === undefined ? answer : this.responses[answer.$ref.split('/').at(-1)!])?.content;
    if (content === undefined) throw new Error(`${where}: the status is not documented`);
    const type = headers.get('content-type')?.replace(/;.*/, '') ?? 'none';
    const documented = content[type];
    if (documented === undefined) throw new Error(`${where}: ${type} is not documented`);
    if (body === undefined) return;
    const faults = this.faults(documented.schema, body, '');
    if (faults.length > 0) throw new Error(`${where}: ${faults.join('; ')}`);
  }

  private operation(method: string, path: string) {
    const asked = path.replace(/\?.*/, '').split('/');
    for (const [pattern, methods] of Object.entries(this.paths)) {
      const segments = pattern.split('/');
      const fits =
        segments.length === asked.length && segments.every((part, i) => part.startsWith('{') || part === asked[i]);
      const operation = fits ? methods[method.toLowerCase()] : undefined;
      if (operation !== undefined) return operation;
    }
    return undefined;
  }

  private faults(schema: SchemaNode, value: unknown, at: string): string[] {
    if (schema.$ref !== undefined) return this.faults(this.schemas[schema.$ref.split('/').at(-1)!]!, value, at);
    if (schema.oneOf !== undefined) {
      const tried = schema.oneOf.map((choice) => this.faults(choice, value, at));
      const fitting = tried.filter((faults) => faults.length === 0).length;
      return fitting > 0 ? [] : [`${at} fits none: ${tried.map((faults) => faults[0]).join(' | ')}`];
    }
    if (schema.allOf !== undefined) return schema.allOf.flatMap((part) => this.faults(part, value, at));
    return [...plainFaults(schema, value, at), ...this.inner(schema, value, at)];
  }

  private inner(schema: SchemaNode, value: unknown, at: string): string[] {
    if (Array.isArray(value)) return value.flatMap((item, i) => this.faults(schema.items ?? {}, item, `${at}/${i}`));
    if (typeof value !== 'object' || value === null || schema.properties === undefined) return [];
    const properties = value as Readonly<Record<string, unknown>>;
    const missing = (schema.required ?? []).filter((name) => !Object.hasOwn(properties, name));
    const unknown = Object.keys(properties).filter((name) => schema.properties![name] === undefined);
    // Problems have members that depend on their code; everything else says exactly what the document says.
    const open = Object.hasOwn(schema.properties, 'traceId');
    return [
      ...missing.map((name) => `${at}/${name} is missing`),
      ...(open ? [] : unknown.map((name) => `${at}/${name} is not documented`)),
      ...Object.entries(schema.properties).flatMap(([name, inner]) =>
        Object.hasOwn(properties, name) ? this.faults(inner, properties[name], `${at}/${name}`) : [],
      ),
    ];
  }
}

function plainFaults(schema: SchemaNode, value: unknown, at: string): string[] {
  const faults: string[] = [];
  const types = [schema.type ?? []].flat();
  if (types.length > 0 && !types.some((type) => isOf(type, value))) {
    faults.push(`${at} is no ${types.join(' or ')}: ${JSON.stringify(value)}`);
  }
  if (schema.enum !== undefined && !schema.enum.includes(value)) faults.push(`${at} is none of ${schema.enum.join()}`);
  if (schema.const !== undefined && schema.const !== value) faults.push(`${at} is not ${JSON.stringify(schema.const)}`);
  if (
    typeof value === 'string' &&
    schema.format === 'date-time' &&
    !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value)
  ) {
    faults.push(`${at} is no instant: ${value}`);
  }
  if (typeof value === 'number' && value < (schema.minimum ?? -Infinity)) faults.push(`${at} is too small`);
  return faults;
}

function isOf(type: string, value: unknown): boolean {
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return typeof value === type;
}
