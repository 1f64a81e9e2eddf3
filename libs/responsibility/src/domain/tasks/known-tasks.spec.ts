import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { overlay, type Timeline } from '#kernel/timeline';
import type { NamedIn } from '../accepting/named.ts';
import {
  eachTask,
  introduceTask,
  isKnownRef,
  keepTask,
  noTasks,
  taskKnown,
  taskKnownAs,
  tasksNaming,
} from './known-tasks.ts';
import { packTask, unpackTask } from './packed-task.ts';
import { newTask, type TaskState } from './task-state.ts';

const MICROS = 1_577_836_800_000_000;
/** Objects as programs make them: the strict comparison sees a prototype that is missing. */
const record = <T>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
  fc.record(fields, { noNullPrototype: true });
const words = fc.string({ unit: 'binary', maxLength: 12 });
const member = fc.oneof(
  fc.nat(12).map((n) => `m${n}`),
  words,
);
const entry = fc.nat(10_000_000);

const timeline = <V>(value: fc.Arbitrary<V | undefined>): fc.Arbitrary<Timeline<V>> =>
  fc
    .array(fc.tuple(fc.nat(1_000), value), { maxLength: 5 })
    .map((said) =>
      said.reduce((held: Timeline<V>, [day, what]) => overlay(held, MICROS + day, Number.MAX_SAFE_INTEGER, what), []),
    );

const named: fc.Arbitrary<NamedIn> = record({
  entry,
  digest: words,
  members: fc.array(member, { maxLength: 3 }),
  parties: fc.array(words, { maxLength: 2 }),
  answers: fc.array(record({ member, accepted: fc.boolean(), text: fc.option(words) }), { maxLength: 2 }),
});

const task: fc.Arbitrary<TaskState> = record({
  id: words,
  ref: words,
  definition: timeline(fc.option(entry, { nil: undefined })),
  assignment: timeline(entry as fc.Arbitrary<number | undefined>),
  closed: timeline(fc.boolean() as fc.Arbitrary<boolean | undefined>),
  named: fc.array(named, { maxLength: 3 }),
  texts: fc.array(record({ entry, digest: words }), { maxLength: 3 }),
  lastEntry: fc.integer({ min: -1, max: 1_000 }),
});

describe('A task that is packed', () => {
  it('is the same when it is read, whatever was said of it and in whichever letters', () => {
    fc.assert(fc.property(task, (each) => expect(unpackTask(packTask(each))).toStrictEqual(each)));
  });
});

describe('The tasks of a ledger', () => {
  it('are known by id and by reference, in the order in which they were introduced, also in a copy', () => {
    const tasks = noTasks();
    introduceTask(tasks, 't9', 'LOG-03');
    introduceTask(tasks, 't4', 'BKP-04');
    introduceTask(tasks, 't9', 'LOG-99');
    for (const each of [tasks, structuredClone(tasks)]) {
      expect([...eachTask(each)].map(({ id, ref }) => `${id} ${ref}`)).toEqual(['t9 LOG-03', 't4 BKP-04']);
      expect(taskKnown(each, 't4')).toStrictEqual(taskKnownAs(each, 'BKP-04'));
      expect([isKnownRef(each, 'LOG-03'), isKnownRef(each, 'LOG-99')]).toEqual([true, false]);
      expect([taskKnown(each, 't5'), taskKnownAs(each, 'LOG-99')]).toEqual([undefined, undefined]);
    }
  });

  it('count as they were kept last, however much was said of one', () => {
    const tasks = noTasks();
    introduceTask(tasks, 't1', 'LOG-03');
    for (let day = 0; day < 200; day++) {
      const known = taskKnown(tasks, 't1')!;
      known.closed = overlay(known.closed, MICROS + day, Number.MAX_SAFE_INTEGER, day % 2 === 0);
      known.lastEntry = day;
      keepTask(tasks, known);
      expect(taskKnown(tasks, 't1')).toMatchObject({ lastEntry: day });
    }
    expect(taskKnown(structuredClone(tasks), 't1')!.closed).toHaveLength(400);
  });

  it('name whom they name, and nobody else, whether they are packed or not', () => {
    fc.assert(
      fc.property(fc.array(task, { maxLength: 6 }), member, fc.boolean(), (given, who, packed) => {
        const list = given.map((each) => (packed ? packTask(each) : each));
        const found = [...tasksNaming({ ...noTasks(), list }, who)];
        const naming = given.filter((each) => each.named.some(({ members }) => members.includes(who)));
        expect(found).toStrictEqual(naming);
      }),
    );
  });

  it('take a third of a kilobyte each, as most of them are', () => {
    const digest = '0'.repeat(64);
    const holding = { ...newTask('t412', 'AC-02'), definition: [MICROS, 412], assignment: [MICROS, 510] };
    const named = [{ entry: 510, digest, members: ['m3'], parties: [], answers: [] }];
    expect(packTask({ ...holding, named, texts: [{ entry: 412, digest }], lastEntry: 510 }).length).toBeLessThan(350);
  });
});
