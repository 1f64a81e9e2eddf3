import { getMetadataStorage, type ValidationArguments } from 'class-validator';
import { nestedShape, type NestedShape, type Shape } from './nested.ts';

type Metadata = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];

/** What is wrong with a value. `pointer` is its RFC 6901 path within what was checked. */
export interface ShapeFault {
  readonly pointer: string;
  readonly detail: string;
}

/** Adds what is wrong with a value at a pointer to `faults`. */
type Check = (value: unknown, pointer: string, faults: ShapeFault[]) => void;

interface Constraint {
  readonly each: boolean;
  readonly holds: (value: unknown, object: object) => boolean;
  readonly message: (value: unknown, object: object) => string;
}

interface Property {
  readonly name: string;
  readonly applies: readonly ((object: object, value: unknown) => boolean)[];
  readonly constraints: readonly Constraint[];
  readonly nested: Check | null;
}

const compiled = new WeakMap<Shape, Check>();

/**
 * Checks a plain JSON value against the class-validator decorators of a class, as `validateSync` of class-validator does with
 * `whitelist` and `forbidNonWhitelisted`, but from a plan that is made once: class-validator groups its metadata anew for every
 * object, which takes longer than all else in a request. A property test holds the two equal.
 */
export function faultsOf(shape: Shape, value: unknown): readonly ShapeFault[] {
  const faults: ShapeFault[] = [];
  checkOf(shape)(value, '', faults);
  return faults;
}

/** The check of a class. Made at first use, when all classes it names are there; a shape may contain itself. */
function checkOf(shape: Shape): Check {
  const known = compiled.get(shape);
  if (known !== undefined) return known;
  let check: Check | null = null;
  const lazy: Check = (value, pointer, faults) => {
    check ??= compile(shape);
    check(value, pointer, faults);
  };
  compiled.set(shape, lazy);
  return lazy;
}

function compile(shape: Shape): Check {
  const properties = propertiesOf(shape);
  const names = new Set(properties.map(({ name }) => name));
  return (value, pointer, faults) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      faults.push({ pointer, detail: 'must be a JSON object' });
      return;
    }
    for (const name of Object.keys(value)) {
      if (!names.has(name)) faults.push({ pointer: `${pointer}/${escape(name)}`, detail: 'is not a known property' });
    }
    for (const property of properties) checkProperty(property, value, pointer, faults);
  };
}

function checkProperty(property: Property, object: object, pointer: string, faults: ShapeFault[]): void {
  const { name, applies, constraints, nested } = property;
  // Own properties only: a body cannot answer for what `Object.prototype` has.
  const value: unknown = Object.hasOwn(object, name) ? (object as Record<string, unknown>)[name] : undefined;
  for (const condition of applies) if (!condition(object, value)) return;
  const at = `${pointer}/${name}`;
  for (const { each, holds, message } of constraints) {
    const held = each && Array.isArray(value) ? value.every((item) => holds(item, object)) : holds(value, object);
    if (!held) faults.push({ pointer: at, detail: message(value, object) });
  }
  if (nested !== null && value !== undefined) nested(value, at, faults);
}

function propertiesOf(shape: Shape): Property[] {
  const storage = getMetadataStorage();
  const metadata = storage.getTargetValidationMetadatas(shape, '', false, false);
  return Object.entries(storage.groupByPropertyName(metadata)).map(([name, all]) => ({
    name,
    applies: all
      .filter(({ type }) => type === 'conditionalValidation')
      .map(({ constraints }) => constraints[0] as (object: object, value: unknown) => boolean),
    constraints: all.filter(({ type }) => type === 'customValidation').flatMap(constraintsOf),
    nested: all.some(({ type }) => type === 'nestedValidation') ? nestedCheck(nestedShape(shape, name)) : null,
  }));
}

function constraintsOf(metadata: Metadata): Constraint[] {
  const { constraintCls, constraints, each, message, propertyName: property } = metadata;
  const args = (value: unknown, object: object): ValidationArguments => ({
    value,
    object,
    property,
    constraints,
    targetName: '',
  });
  return getMetadataStorage()
    .getTargetValidatorConstraints(constraintCls)
    .map(({ instance }) => ({
      each,
      holds: (value, object) => instance.validate(value, args(value, object)) === true,
      message: (value, object) => {
        const given = message as ValidationMessage | undefined;
        return typeof given === 'function'
          ? given(args(value, object))
          : (given ?? instance.defaultMessage?.(args(value, object)) ?? 'is not as documented');
      },
    }));
}

type ValidationMessage = string | ((args: ValidationArguments) => string);

/** An object, or each item of a list, as class-validator's `ValidateNested` sees it. */
function nestedCheck(nested: NestedShape | undefined): Check {
  if (nested === undefined) throw new Error('a nested property names its shape with @Nested or @ListOf');
  const { shape, choice } = nested;
  const one: Check = (value, pointer, faults) => {
    const which = choice !== undefined && chosen(value, choice.property);
    const found = typeof which === 'string' && Object.hasOwn(choice!.shapes, which) ? choice!.shapes[which]! : shape();
    checkOf(found)(value, pointer, faults);
  };
  return (value, pointer, faults) => {
    if (!Array.isArray(value)) return one(value, pointer, faults);
    value.forEach((item, i) => one(item, `${pointer}/${i}`, faults));
  };
}

const chosen = (value: unknown, property: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, property)
    ? (value as Record<string, unknown>)[property]
    : undefined;

/** RFC 6901 section 3. */
const escape = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');
