import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  Length,
  Matches,
  Max,
  Min,
  ValidateBy,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { parseInstant } from '#kernel/instant';
import { noteField } from './documented-fields.ts';
import { noteNested, type NestedShape, type Shape } from './nested.ts';

/**
 * The decorators that say what a property of a request looks like, once for the check and for the OpenAPI document.
 * A property that is optional may be absent; `null` is never the same as absent.
 */
export interface FieldOptions {
  readonly optional?: boolean;
  readonly description?: string;
  readonly example?: unknown;
}

interface TextOptions extends FieldOptions {
  /** Characters. */
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: { readonly regexp: RegExp; readonly says: string };
}

const LONGEST_TEXT = 20_000;

function field(
  { optional = false, description, example }: FieldOptions,
  schema: object,
  ...checks: readonly PropertyDecorator[]
): PropertyDecorator {
  const said = {
    required: !optional,
    ...(description !== undefined && { description }),
    ...(example !== undefined && { example }),
  };
  const note: PropertyDecorator = (target, property) => noteField(target, String(property), { ...said, schema });
  const given = optional ? [ValidateIf((_: object, value: unknown) => value !== undefined)] : [];
  return applyDecorators(note, ApiProperty({ ...schema, ...said }), ...given, ...checks);
}

/** A text of some length, 1 to 20,000 characters unless told. */
export function Text({ min = 1, max = LONGEST_TEXT, pattern, ...options }: TextOptions = {}): PropertyDecorator {
  const checks = [Length(min, max, { message: `must be a text of ${min} to ${max} characters` })];
  if (pattern !== undefined) checks.push(Matches(pattern.regexp, { message: pattern.says }));
  const schema = { type: 'string', minLength: min, maxLength: max, pattern: pattern?.regexp.source };
  return field(options, schema, ...checks);
}

/** Several texts. */
export function Texts({ max = 200, items = 200, ...options }: FieldOptions & { max?: number; items?: number } = {}) {
  return field(
    options,
    { type: 'array', items: { type: 'string', minLength: 1, maxLength: max }, maxItems: items },
    IsArray({ message: 'must be a list of texts' }),
    ArrayMaxSize(items, { message: `must have at most ${items} items` }),
    Length(1, max, { each: true, message: `each item must be a text of 1 to ${max} characters` }),
  );
}

/** One of some words. */
export function Choice(words: readonly string[], options: FieldOptions = {}): PropertyDecorator {
  return field(
    options,
    { type: 'string', enum: [...words] },
    IsIn([...words], { message: `must be one of ${words.join(', ')}` }),
  );
}

/** Several of some words. */
export function Choices(words: readonly string[], { min = 0, ...options }: FieldOptions & { min?: number } = {}) {
  return field(
    options,
    { type: 'array', items: { type: 'string', enum: [...words] }, minItems: min, maxItems: words.length },
    IsArray({ message: `must be a list of ${words.join(', ')}` }),
    ArrayMinSize(min, { message: `must have at least ${min} items` }),
    ArrayMaxSize(words.length, { message: `must have at most ${words.length} items` }),
    IsIn([...words], { each: true, message: `each item must be one of ${words.join(', ')}` }),
  );
}

/** A whole number. */
export function Whole({
  min = 0,
  max = Number.MAX_SAFE_INTEGER,
  ...options
}: FieldOptions & { min?: number; max?: number } = {}): PropertyDecorator {
  return field(
    options,
    { type: 'integer', minimum: min, maximum: max },
    IsInt({ message: 'must be a whole number' }),
    Min(min, { message: `must be at least ${min}` }),
    Max(max, { message: `must be at most ${max}` }),
  );
}

export function Flag(options: FieldOptions = {}): PropertyDecorator {
  return field(options, { type: 'boolean' }, IsBoolean({ message: 'must be true or false' }));
}

/** SHA-256 as hexadecimal digits. */
export function DigestText(options: FieldOptions = {}): PropertyDecorator {
  const pattern = { regexp: /^[0-9a-f]{64}$/, says: 'must be 64 lower-case hexadecimal digits' };
  return Text({ ...options, max: 64, pattern });
}

/** RFC 3339 with an offset; a time without one is refused. */
export function InstantText(options: FieldOptions = {}): PropertyDecorator {
  const schema = { type: 'string', format: 'date-time' };
  return field({ example: '2026-03-14T09:30:00Z', ...options }, schema, IsInstant());
}

/** Texts by name: the columns of a line. */
export function TextMap(options: FieldOptions = {}): PropertyDecorator {
  return field(options, { type: 'object', additionalProperties: { type: 'string' } }, IsTextMap());
}

/** An object of another class. */
export function Nested(shape: () => Shape, options: FieldOptions = {}): PropertyDecorator {
  return applyDecorators(
    Note({ shape }),
    field(
      options,
      { type: () => shape() },
      IsPlainObject(),
      ValidateNested({ message: 'must be an object' }),
      Type(() => shape()),
    ),
  );
}

/** A list of objects of another class, or of one of several that a property tells. */
export function ListOf(
  shape: () => Shape,
  { min = 0, max, choice, ...options }: FieldOptions & { min?: number; max: number; choice?: NestedShape['choice'] },
): PropertyDecorator {
  const discriminator = choice && {
    keepDiscriminatorProperty: true,
    discriminator: {
      property: choice.property,
      subTypes: Object.entries(choice.shapes).map(([name, value]) => ({ name, value })),
    },
  };
  const items = choice && {
    oneOf: Object.values(choice.shapes).map(({ name }) => reference(name)),
    discriminator: {
      propertyName: choice.property,
      mapping: Object.fromEntries(
        Object.entries(choice.shapes).map(([word, { name }]) => [word, reference(name).$ref]),
      ),
    },
  };
  return applyDecorators(
    Note({ shape, ...(choice && { choice }) }),
    field(
      options,
      { ...(items ? { type: 'array', items } : { type: () => [shape()] }), minItems: min, maxItems: max },
      IsArray({ message: 'must be a list' }),
      ArrayMinSize(min, { message: `must have at least ${min} items` }),
      ArrayMaxSize(max, { message: `must have at most ${max} items` }),
      IsPlainObject({ each: true }),
      ValidateNested({ each: true, message: 'each item must be an object' }),
      Type(() => shape(), discriminator),
    ),
  );
}

/** Where the OpenAPI document keeps the schema of that name. */
export const reference = (name: string): { readonly $ref: string } => ({ $ref: `#/components/schemas/${name}` });

const Note =
  (shape: NestedShape): PropertyDecorator =>
  (target, property) =>
    noteNested(target, String(property), shape);

function IsInstant(): PropertyDecorator {
  return ValidateBy({
    name: 'isInstant',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && whyNotAnInstant(value) === null,
      defaultMessage: (args) =>
        typeof args?.value === 'string' ? whyNotAnInstant(args.value)! : 'must be an instant, written as RFC 3339',
    },
  });
}

function whyNotAnInstant(text: string): string | null {
  try {
    parseInstant(text);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

const isPlainObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

function IsPlainObject(options: { each?: boolean } = {}): PropertyDecorator {
  const validator = { validate: isPlainObject, defaultMessage: () => 'must be an object' };
  return ValidateBy({ name: 'isPlainObject', validator }, options);
}

const MOST_COLUMNS = 1_000;

const isTextMap = (value: unknown): boolean =>
  isPlainObject(value) &&
  Object.keys(value as object).length <= MOST_COLUMNS &&
  // A property of this name would become the prototype of a copy.
  !Object.hasOwn(value as object, '__proto__') &&
  Object.values(value as object).every((text) => typeof text === 'string');

function IsTextMap(): PropertyDecorator {
  const message = `must be an object of at most ${MOST_COLUMNS} texts`;
  return ValidateBy({ name: 'isTextMap', validator: { validate: isTextMap } }, { message });
}
