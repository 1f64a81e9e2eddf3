import fc from 'fast-check';
import type { Role } from '#engagement/domain/members';
import { assignments } from '#responsibility/domain/examples/duties';

/** What random histories are about, by number. */
export const REFS = ['LOG-03', 'PAT-01', 'BKP-04', 'PHY-02'];

/** Whole days after 2026-01-01 at which things are said to hold: few enough that they meet. */
const day = fc.nat({ max: 16 }).map((n) => n * 7);
const task = fc.nat({ max: 3 });
const bears = fc.constantFrom(...(Object.keys(assignments) as (keyof typeof assignments)[]));
const sound = fc.constantFrom('northwind', 'contoso', 'provider', 'client', 'inherited', 'shared' as const);

const mostly = fc.integer({ min: 0, max: 9 }).map((n) => n > 0);

/** Who acts, by place in the cast; the right people for it come up more often than the wrong ones. */
const actor = (...right: readonly Who[]): fc.Arbitrary<Who> =>
  fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...right) },
    {
      weight: 1,
      arbitrary: fc.constantFrom<Who>('robot', 'auditor', 'viewer', 'fabrikam', 'stranger', 'meier', 'jansen'),
    },
  );
export type Who =
  | 'meier'
  | 'keller'
  | 'ruiz'
  | 'okafor'
  | 'jansen'
  | 'lindqvist'
  | 'robot'
  | 'auditor'
  | 'viewer'
  | 'fabrikam'
  | 'stranger';

const line = fc.record({
  task,
  act: fc.constantFrom('define' as const, 'revise' as const, 'assign' as const, 'assign' as const, 'retire' as const),
  bears: fc.oneof({ weight: 3, arbitrary: sound }, { weight: 1, arbitrary: bears }),
  /** Whether the line accepts what the rules object to. */
  accepts: mostly,
  /** Whether the act is changed into one that the task can bear at that time: a task that is there is not defined again. */
  fitting: mostly,
});

const lines = fc.uniqueArray(line, {
  minLength: 1,
  maxLength: 3,
  selector: ({ task: of, fitting }) => (fitting ? of : {}),
});
/** How long a change holds, in days; none is until further notice. Now and then it ends at once. */
const days = fc.option(
  fc.nat({ max: 6 }).map((n) => n * 7),
  { freq: 2 },
);

const entryOfAFeed = fc.record({
  task,
  act: fc.constantFrom('define' as const, 'assign' as const, 'close' as const, 'reopen' as const, 'fact' as const),
  bears,
  at: day,
});

const acts = {
  define: fc.record({ do: fc.constant('define' as const), who: actor('ruiz', 'okafor'), task, at: day }),
  toggle: fc.record({
    do: fc.constantFrom('close' as const, 'reopen' as const),
    who: actor('ruiz', 'jansen'),
    task,
    at: day,
  }),
  propose: fc.record({
    do: fc.constant('propose' as const),
    who: actor('ruiz', 'lindqvist', 'keller'),
    lines,
    at: day,
    days,
  }),
  /** A proposal that the right people approve at once. */
  agree: fc.record({ do: fc.constant('agree' as const), who: fc.constant<Who>('ruiz'), lines, at: day, days }),
  approve: fc.record({
    do: fc.constant('approve' as const),
    who: actor('keller', 'okafor', 'lindqvist'),
    which: fc.nat({ max: 3 }),
    /** Whether the approval names the digest of another text. */
    stale: mostly.map((usual) => !usual),
  }),
  end: fc.record({
    do: fc.constantFrom('reject' as const, 'withdraw' as const),
    who: actor('keller', 'okafor', 'ruiz', 'lindqvist'),
    which: fc.nat({ max: 3 }),
  }),
  acknowledge: fc.record({
    do: fc.constant('acknowledge' as const),
    who: actor('meier', 'ruiz', 'jansen'),
    task,
    back: fc.integer({ min: 0, max: 5 }).map((n) => Math.max(0, n - 3)),
    /** Whether the text that was read is named: the one that was said last of the task, or one that nobody said. */
    text: fc.constantFrom('last' as const, 'last' as const, 'none' as const, 'other' as const),
    how: fc.constantFrom('one' as const, 'one' as const, 'several' as const, 'decline' as const),
    /** Whether the text is revised afterwards, from a day on. */
    revised: fc.constantFrom(null, 28, 56),
  }),
  /** Evidence for some weeks, and who checks it at once. */
  show: fc.record({
    do: fc.constant('show' as const),
    who: actor('ruiz', 'jansen'),
    task,
    at: day,
    reviews: fc.constantFrom<readonly Who[]>([], ['okafor'], ['okafor', 'keller'], ['ruiz']),
  }),
  object: fc.record({
    do: fc.constant('object' as const),
    who: actor('ruiz', 'okafor', 'jansen'),
    task,
    about: fc.option(fc.record({ day, back: fc.integer({ min: -1, max: 20 }) })),
    /** Who answers at once. */
    answered: fc.constantFrom<readonly Who[]>([], ['ruiz'], ['okafor', 'keller']),
    takenBack: fc.integer({ min: 0, max: 3 }).map((n) => n === 0),
  }),
  /** What becomes of an objection. A change that resolves one is agreed elsewhere. */
  objection: fc.record({
    do: fc.constantFrom('answer' as const, 'answer' as const, 'take back' as const),
    who: actor('ruiz', 'okafor', 'jansen', 'keller'),
    which: fc.nat({ max: 2 }),
  }),
  /** A dated version of the matrix: per task nothing, or a text and a bearer. */
  matrix: fc.record({
    do: fc.constant('matrix' as const),
    who: actor('meier', 'okafor'),
    at: day,
    content: fc.array(fc.option(fc.record({ text: fc.nat({ max: 2 }), bears }), { freq: 4 }), {
      minLength: 4,
      maxLength: 4,
    }),
    parts: fc.integer({ min: 1, max: 3 }),
  }),
  feed: fc.record({
    do: fc.constant('feed' as const),
    who: actor('meier', 'okafor'),
    lines: fc.array(entryOfAFeed, { minLength: 1, maxLength: 5 }),
    parts: fc.integer({ min: 1, max: 3 }),
    file: fc.nat({ max: 2 }),
  }),
  /** The next part of an import that is not complete, or now and then a wrong one. */
  part: fc.record({
    do: fc.constant('part' as const),
    which: fc.nat({ max: 2 }),
    wrong: mostly.map((usual) => !usual),
  }),
  /** Sealing the matrix; now and then as known to more entries than there are. */
  seal: fc.record({
    do: fc.constant('seal' as const),
    who: actor('ruiz', 'okafor', 'meier'),
    at: day,
    back: fc.integer({ min: -1, max: 20 }),
  }),
  /** A version that somebody proposes, and that people sign; now and then it is given up, or something is said in between. */
  version: fc.record({
    do: fc.constant('version' as const),
    who: actor('ruiz', 'okafor', 'jansen'),
    at: day,
    signers: fc.shuffledSubarray<Who>(['keller', 'okafor', 'lindqvist', 'ruiz'], { minLength: 1 }),
    moved: mostly.map((usual) => !usual),
    end: fc.constantFrom('none' as const, 'none' as const, 'withdraw' as const, 'decline' as const),
  }),
  /** A review of what is there, or of some tasks, and what people say in it. */
  review: fc.record({
    do: fc.constant('review' as const),
    who: actor('ruiz', 'okafor', 'jansen'),
    chosen: fc.option(fc.uniqueArray(task, { minLength: 1, maxLength: 3 }), { freq: 2 }),
    cadenceDays: fc.option(fc.constantFrom(90, 365), { nil: undefined }),
    /** Of which version, if of any. */
    version: fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.constantFrom(1, 2) }),
    words: fc.array(
      fc.record({
        who: actor('keller', 'okafor', 'ruiz', 'jansen', 'meier'),
        tasks: fc.uniqueArray(task, { minLength: 1, maxLength: 4 }),
        isTrue: fc.noBias(fc.boolean()),
      }),
      { maxLength: 6, size: 'max' },
    ),
  }),
  exception: fc.record({
    do: fc.constant('exception' as const),
    who: actor('ruiz', 'okafor', 'jansen'),
    tasks: fc.uniqueArray(task, { maxLength: 2 }),
    controlled: fc.boolean(),
    owner: actor('okafor', 'meier'),
    at: day,
    days: fc.integer({ min: 0, max: 60 }),
    accepts: fc.boolean(),
    ends: fc.boolean(),
  }),
  roles: fc.record({
    do: fc.constant('roles' as const),
    member: fc.constantFrom<Who>('ruiz', 'keller', 'lindqvist', 'jansen'),
    roles: fc.subarray<Role>(['approver', 'contributor', 'viewer'], { minLength: 1 }),
    /** Whether the member leaves altogether. */
    leaves: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
  }),
};

export type RandomAct = (typeof acts)[keyof typeof acts] extends fc.Arbitrary<infer A> ? A : never;

/** One thing that somebody does, and how many hours pass before it. */
const step = fc.record({
  act: fc.oneof(
    { weight: 4, arbitrary: acts.define },
    { weight: 3, arbitrary: acts.toggle },
    { weight: 5, arbitrary: acts.propose },
    { weight: 8, arbitrary: acts.approve },
    { weight: 4, arbitrary: acts.agree },
    { weight: 1, arbitrary: acts.end },
    { weight: 12, arbitrary: acts.acknowledge },
    { weight: 3, arbitrary: acts.show },
    { weight: 2, arbitrary: acts.object },
    { weight: 2, arbitrary: acts.objection },
    { weight: 3, arbitrary: acts.matrix },
    { weight: 2, arbitrary: acts.feed },
    { weight: 6, arbitrary: acts.part },
    { weight: 1, arbitrary: acts.seal },
    { weight: 2, arbitrary: acts.version },
    { weight: 2, arbitrary: acts.review },
    { weight: 1, arbitrary: acts.exception },
    { weight: 1, arbitrary: acts.roles },
  ),
  hours: fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: 300 })),
});

/**
 * One question: who bore a task on a day, as known when a share (0 to 1) of the history was recorded. Evenly spread: left to itself,
 * fast-check prefers the edges, where nothing is known yet, and almost all of its doubles between 0 and 1 are next to 0.
 */
const question = fc.record({
  task,
  day: fc.nat({ max: 120 }),
  share: fc.nat({ max: 1000 }).map((n) => n / 1000),
});

export type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;
export type Question = typeof question extends fc.Arbitrary<infer Q> ? Q : never;

export const randomHistory = fc.array(step, { minLength: 8, maxLength: 30, size: 'max' });
export const questions = fc.noBias(fc.array(question, { minLength: 20, maxLength: 20 }));
