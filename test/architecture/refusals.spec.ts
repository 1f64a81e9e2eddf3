import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { isCode, isSpec, pathsOf, ROOT, sourceTree, textOf } from './source-tree.ts';

interface Listed {
  readonly code: string;
  readonly kind: string;
  readonly path: string;
}

const KINDS = new Set(['invalid', 'forbidden', 'absent', 'conflict']);
const HANDBOOK = 'docs/problems.md';

const isRefusal = (value: unknown): value is { code: string; kind: string } =>
  typeof value === 'function' && 'code' in value && typeof value.code === 'string' && 'kind' in value;

/** Every refusal that a `*.refusals.ts` lists, found by loading it: what runs is what is checked. */
async function listedRefusals(): Promise<readonly Listed[]> {
  const listed: Listed[] = [];
  for (const path of pathsOf('libs/**/*.refusals.ts')) {
    const module = (await import(pathToFileURL(join(ROOT, path)).href)) as Record<string, unknown>;
    const values = Object.values(module).flatMap((value) =>
      typeof value === 'object' && value !== null ? (Object.values(value) as unknown[]) : [value],
    );
    listed.push(...values.filter(isRefusal).map(({ code, kind }) => ({ code, kind, path })));
  }
  return listed;
}

/** The codes that the handbook has a section for: headings of the form "### `code`". */
function documentedCodes(): readonly string[] {
  const text = existsSync(join(ROOT, HANDBOOK)) ? textOf(HANDBOOK) : '';
  return [...text.matchAll(/^### `([^`]+)`\s*$/gm)].map(([, code]) => code ?? '');
}

describe('Refusal codes', () => {
  const documented = documentedCodes();
  let refusals: readonly Listed[];
  let codes: readonly string[];

  beforeAll(async () => {
    refusals = await listedRefusals();
    codes = refusals.map(({ code }) => code);
  });

  it('are found in every list', () => {
    const lists = new Set(refusals.map(({ path }) => path));
    expect([...lists].toSorted()).toEqual(pathsOf('libs/**/*.refusals.ts'));
    expect(lists.size).toBeGreaterThan(0);
  });

  it('name a thing and what is wrong with it, once in the whole product', () => {
    expect(codes.filter((code) => !/^[a-z]+(?:-[a-z]+)*\/[a-z]+(?:-[a-z]+)*$/.test(code))).toEqual([]);
    expect(codes.filter((code, i) => codes.indexOf(code) !== i)).toEqual([]);
    expect(refusals.filter(({ kind }) => !KINDS.has(kind))).toEqual([]);
  });

  it(`each have a section in ${HANDBOOK}`, () => {
    expect(codes.filter((code) => !documented.includes(code))).toEqual([]);
  });

  it(`have the status in ${HANDBOOK} that their kind stands for`, () => {
    const status = { invalid: 422, forbidden: 403, absent: 404, conflict: 409 };
    const sections = textOf(HANDBOOK).split(/^### /m);
    const wrong = refusals.filter(({ code, kind }) => {
      const section = sections.find((each) => each.startsWith(`\`${code}\``));
      return section?.includes(`Status ${status[kind as keyof typeof status]}.`) !== true;
    });
    expect(wrong.map(({ code, kind }) => `${code} is ${kind}`)).toEqual([]);
  });

  it(`are all that ${HANDBOOK} speaks of, but for the problems that the code names elsewhere`, () => {
    const code = sourceTree().filter(({ path }) => /^(?:apps|libs)\//.test(path) && isCode(path) && !isSpec(path));
    const isNamed = (candidate: string): boolean => code.some(({ text }) => text.includes(`'${candidate}'`));
    expect(documented.filter((candidate) => !isNamed(candidate))).toEqual([]);
    expect(documented.filter((candidate, i) => documented.indexOf(candidate) !== i)).toEqual([]);
  });
});
