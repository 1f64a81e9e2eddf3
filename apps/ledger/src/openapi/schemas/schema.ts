/** A JSON Schema (2020-12) as far as the document uses it. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly format?: string;
  readonly enum?: readonly (string | boolean | null)[];
  readonly const?: string | boolean;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly $ref?: string;
}

interface Optional {
  readonly optional: Schema;
}

/** One schema for every property of a type: a property that is missing, or too many, does not compile. */
type Properties<T> = {
  readonly [K in keyof T]-?: Partial<Pick<T, K>> extends Pick<T, K> ? Optional : Schema;
};

/** An object as the type has it. Whether values are as described, the journeys check with every answer. */
export function objectOf<T extends object>(properties: Properties<T>, description?: string): Schema {
  const all = Object.entries(properties as Readonly<Record<string, Schema | Optional>>);
  const required = all.filter(([, value]) => !('optional' in value)).map(([name]) => name);
  return {
    type: 'object',
    ...(description !== undefined && { description }),
    properties: Object.fromEntries(all.map(([name, value]) => [name, 'optional' in value ? value.optional : value])),
    ...(required.length > 0 && { required }),
  };
}

/** The property may be absent. */
export const optional = (schema: Schema): Optional => ({ optional: schema });

export const text = (description?: string): Schema => ({
  type: 'string',
  ...(description !== undefined && { description }),
});
export const count = (description?: string): Schema => ({
  type: 'integer',
  minimum: 0,
  ...(description !== undefined && { description }),
});
export const flag: Schema = { type: 'boolean' };
export const instant = (description?: string): Schema => ({ ...text(description), format: 'date-time' });
export const uuid: Schema = { type: 'string', format: 'uuid' };
export const oneOf = (...words: readonly string[]): Schema => ({ type: 'string', enum: words });
export const listOf = (items: Schema): Schema => ({ type: 'array', items });
export const textMap: Schema = { type: 'object', additionalProperties: { type: 'string' } };
export const named = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

/** The same, or null. */
export function nullable(schema: Schema): Schema {
  const { type } = schema;
  if (typeof type === 'string' && schema.enum === undefined) return { ...schema, type: [type, 'null'] };
  if (typeof type === 'string' && schema.enum !== undefined) {
    return { ...schema, type: [type, 'null'], enum: [...schema.enum, null] };
  }
  return { oneOf: [schema, { type: 'null' }] };
}

/** Which engagements a replica looks after. */
export const share = nullable(
  text('The share of the engagements that the replica looks after, like `2/4`; null for all.'),
);
