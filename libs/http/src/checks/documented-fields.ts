import type { Shape } from './nested.ts';

/** What the decorators of a class say of one of its properties. */
export interface DocumentedField {
  readonly required: boolean;
  readonly description?: string;
  readonly example?: unknown;
  readonly schema: object;
}

const fields = new WeakMap<object, Map<string, DocumentedField>>();

/** Notes what a decorator says of a property. */
export function noteField(target: object, property: string, field: DocumentedField): void {
  const known = fields.get(target) ?? new Map<string, DocumentedField>();
  fields.set(target, known.set(property, field));
}

/** The properties of a class and of those it extends, in the order in which they stand: for a query, one parameter each. */
export function documentedFields(shape: Shape): ReadonlyMap<string, DocumentedField> {
  const found: [string, DocumentedField][][] = [];
  for (let target: unknown = shape.prototype; typeof target === 'object' && target !== null;) {
    found.unshift([...(fields.get(target) ?? [])]);
    target = Object.getPrototypeOf(target);
  }
  return new Map(found.flat());
}
