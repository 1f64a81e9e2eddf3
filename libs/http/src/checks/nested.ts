/** A class whose decorators say what a JSON object must look like. */
export type Shape<T = object> = new () => T;

/** Which class an object, or each object of a list, must look like. A function: classes may name later ones. */
export interface NestedShape {
  readonly shape: () => Shape;
  /** Which property tells one of several shapes, and which value means which. Any other value means `shape`. */
  readonly choice?: { readonly property: string; readonly shapes: Readonly<Record<string, Shape>> };
}

const nested = new WeakMap<object, Map<string, NestedShape>>();

/** Notes the shape of a property, beside what class-validator keeps: it knows that it is nested, but not what it is. */
export function noteNested(target: object, property: string, shape: NestedShape): void {
  const known = nested.get(target) ?? new Map<string, NestedShape>();
  nested.set(target, known.set(property, shape));
}

/** The noted shape of a property of a class or of one it extends. */
export function nestedShape(shape: Shape, property: string): NestedShape | undefined {
  for (let target: unknown = shape.prototype; typeof target === 'object' && target !== null;) {
    const found = nested.get(target)?.get(property);
    if (found !== undefined) return found;
    target = Object.getPrototypeOf(target);
  }
  return undefined;
}
