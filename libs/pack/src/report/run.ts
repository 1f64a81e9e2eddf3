/** A piece of a sentence: words, or the name of a thing in the pack. */
export type Run = string | { readonly code: string; readonly title?: string };
