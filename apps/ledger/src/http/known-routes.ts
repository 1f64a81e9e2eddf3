/** Which methods an address knows: what tells "not here" (404) from "not so" (405). */
export class KnownRoutes {
  readonly #routes: { readonly segments: readonly string[]; readonly methods: Set<string> }[] = [];

  /** `url` is a route pattern, `:name` standing for any one segment, and `*` for all that are left. */
  add(url: string, methods: readonly string[]): void {
    const segments = segmentsOf(url);
    const same = this.#routes.find((route) => route.segments.join('/') === segments.join('/'));
    if (same === undefined) this.#routes.push({ segments, methods: new Set(methods) });
    else for (const method of methods) same.methods.add(method);
  }

  /** The methods that some route at this address knows, sorted. */
  methodsAt(url: string): readonly string[] {
    const asked = segmentsOf(url.replace(/[?#].*$/, ''));
    const found = new Set<string>();
    for (const { segments, methods } of this.#routes) {
      if (matches(segments, asked)) for (const method of methods) found.add(method);
    }
    return [...found].sort();
  }
}

const segmentsOf = (url: string): string[] => url.replace(/^\//, '').split('/');

const matches = (pattern: readonly string[], asked: readonly string[]): boolean =>
  (pattern.at(-1) === '*' ? pattern.length <= asked.length : pattern.length === asked.length) &&
  pattern.every((segment, i) => (/^[:*]/.test(segment) ? asked[i] !== '' : segment === asked[i]));
