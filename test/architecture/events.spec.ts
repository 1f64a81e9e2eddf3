import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '#kernel/event';
import { canonicalize } from '#kernel/json';
import { pathsOf, ROOT, textOf } from './source-tree.ts';

const GOLDEN = 'test/golden';
const DECLARED = /\bDomainEvent<\s*'(\w+)',\s*(\d+)/g;

const nameOf = ({ type, schema }: Pick<DomainEvent, 'type' | 'schema'>): string => `${type}.v${schema}`;

/** The events that the domains declare, as `Type.v1`. Types leave nothing to load, so the text is read. */
function declaredEvents(): readonly string[] {
  return pathsOf('libs/*/src/domain/*.events.ts').flatMap((path) =>
    [...textOf(path).matchAll(DECLARED)].map(([, type, schema]) =>
      nameOf({ type: type ?? '', schema: Number(schema) }),
    ),
  );
}

/** The examples of every domain, in the order of their files. */
async function exampleEvents(): Promise<readonly DomainEvent[]> {
  const all: DomainEvent[] = [];
  for (const path of pathsOf('libs/*/src/domain/*.examples.ts')) {
    const { examples } = (await import(pathToFileURL(join(ROOT, path)).href)) as {
      examples: Record<string, DomainEvent[]>;
    };
    for (const [type, events] of Object.entries(examples)) {
      expect({ path, type, types: [...new Set(events.map((event) => event.type))] }).toEqual({
        path,
        type,
        types: [type],
      });
      all.push(...events);
    }
  }
  return all;
}

/** What the golden file holds: the canonical bytes of the first example of that type and schema, and a newline. */
function goldenText(name: string, examples: readonly DomainEvent[]): string {
  const event = examples.find((candidate) => nameOf(candidate) === name);
  return event === undefined ? '' : `${canonicalize(event)}\n`;
}

describe('Event types', () => {
  const declared = declaredEvents();
  let examples: readonly DomainEvent[];

  beforeAll(async () => {
    examples = await exampleEvents();
    if (process.env['ONUS_WRITE_GOLDEN'] === undefined) return;
    mkdirSync(join(ROOT, GOLDEN), { recursive: true });
    const missing = declared.filter((name) => !existsSync(join(ROOT, GOLDEN, `${name}.json`)));
    // Only what is missing: a golden file that stands is a promise to everybody who holds such an entry.
    for (const name of missing)
      writeFileSync(join(ROOT, GOLDEN, `${name}.json`), goldenText(name, examples), { flag: 'wx' });
  });

  it('are declared once each', () => {
    expect(declared.length).toBeGreaterThan(0);
    expect(declared.filter((name, i) => declared.indexOf(name) !== i)).toEqual([]);
  });

  it('each have an example, and no example is of an unknown type', () => {
    const shown = [...new Set(examples.map(nameOf))];
    expect(shown.toSorted()).toEqual(declared.toSorted());
  });

  // A golden file is written once, with ONUS_WRITE_GOLDEN=1, and never changed: add a schema version and an upcaster instead.
  it.each(declared)('%s reads as it was first written', (name) => {
    const path = `${GOLDEN}/${name}.json`;
    expect(existsSync(join(ROOT, path)) ? textOf(path) : `${path} is missing`).toBe(goldenText(name, examples));
  });

  it('are never dropped: a golden file without an event is an entry that nobody can read', () => {
    const kept = pathsOf(`${GOLDEN}/*.json`).map((path) => basename(path, '.json'));
    expect(kept.filter((name) => !declared.includes(name))).toEqual([]);
  });
});
