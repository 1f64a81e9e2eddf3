import { describe, expect, it } from '@jest/globals';
import { HOUSE_RULES } from './house-rules.ts';
import { BREACHES } from './planted-house-breaches.ts';
import { sourceTree } from './source-tree.ts';

describe('The house rules', () => {
  const tree = sourceTree();

  it('look at the whole project', () => {
    const folders = new Set(tree.map(({ path }) => path.split('/')[0]));
    expect([...folders]).toEqual(expect.arrayContaining(['apps', 'libs', 'test']));
    expect(tree.map(({ path }) => path)).toContain('libs/kernel/src/json.ts');
  });

  it.each(HOUSE_RULES)('$rule', ({ objections }) => {
    expect(objections(tree)).toEqual([]);
  });

  it('each have a planted breach', () => {
    expect(BREACHES.map(({ rule }) => rule)).toEqual(HOUSE_RULES.map(({ rule }) => rule));
  });

  it.each(BREACHES)('object where this is broken: $rule', ({ rule, tree: planted, objections }) => {
    const house = HOUSE_RULES.find((candidate) => candidate.rule === rule);
    expect(house?.objections(planted)).toHaveLength(objections);
  });
});
