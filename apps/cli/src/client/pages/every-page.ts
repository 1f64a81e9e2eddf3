/** Lines in a page of what is put together here. */
export const PAGE = 200;

/** Reads a list page by page, to its end. */
export function everyPage<T>(
  read: (page: { readonly after?: string; readonly limit: number }) => {
    readonly items: readonly T[];
    readonly next: string | null;
  },
): readonly T[] {
  const items: T[] = [];
  for (let after: string | null = null; ;) {
    const page = read({ limit: PAGE, ...(after !== null && { after }) });
    items.push(...page.items);
    after = page.next;
    if (after === null) return items;
  }
}
