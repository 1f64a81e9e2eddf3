import { answerView } from './parts/answer.js';
import { get, list, post, Problem, session } from './parts/api.js';
import { byId, el } from './parts/elements.js';
import { matrixView } from './parts/matrix.js';
import { NotAMoment, today } from './parts/moments.js';
import { explainMoments, fields, moments, nameOf, refOf } from './parts/question.js';
import { timelineView } from './parts/timeline.js';
import { taskWords } from './parts/words.js';

/**
 * What the page is about now: the engagements, and the lines of the matrix that the question can be about. `asking` and `showing`
 * count: what comes back after something newer was asked is left out.
 *
 * @type {{ engagements: any[], lines: any[], asking: number, showing: number }}
 */
const state = { engagements: [], lines: [], asking: 0, showing: 0 };

/** So many lines are quickly shown; the others on demand. */
const LINES_AT_FIRST = 1_000;

const form = byId('question');

byId('key-form').addEventListener('submit', (event) => {
  event.preventDefault();
  session.signIn(byId('key').value.trim());
  void attempt(begin);
});
byId('sign-out').addEventListener('click', () => {
  session.signOut();
  location.assign('/');
});
byId('build-demo').addEventListener('click', () => void attempt(buildDemo));
form.addEventListener('submit', (event) => {
  event.preventDefault();
  void attempt(ask);
});
fields.engagement.addEventListener('change', () => void attempt(changeEngagement));
for (const field of [fields.effective, fields.known]) {
  field.addEventListener('input', () => explainMoments(zone()));
  field.addEventListener('change', () => void attempt(showMatrix));
}
addEventListener('popstate', () => void attempt(begin));

void attempt(begin);

/** Does something, and says in words what went wrong where it did. */
async function attempt(act) {
  say(null);
  try {
    await act();
  } catch (error) {
    if (error instanceof Problem && error.status === 401) {
      session.signOut();
      show('sign-in');
    }
    if (!(error instanceof Problem) && !(error instanceof NotAMoment)) throw error;
    say([error.message, ...(error.details ?? [])].join(' '));
  }
}

function say(words) {
  const problem = byId('problem');
  problem.hidden = words === null;
  problem.textContent = words ?? '';
}

/** Of the ways the page can begin, shows one. */
function show(id) {
  for (const each of ['sign-in', 'nothing', 'question']) byId(each).hidden = each !== id;
  byId('sign-out').hidden = id === 'sign-in';
  byId('matrix').hidden = id !== 'question';
  if (id !== 'question') byId('answer').replaceChildren();
  byId('timeline').hidden = true;
}

async function begin() {
  if (session.key === null) {
    show('sign-in');
    byId('key').focus();
    return;
  }
  state.engagements = (await list('/v1/engagements', 'items')).items;
  byId('key').value = '';
  if (state.engagements.length === 0) {
    show('nothing');
    return;
  }
  show('question');
  fields.engagement.replaceChildren(
    ...state.engagements.map(({ slug, title }) => el('option', { value: slug }, title)),
  );
  const asked = new URLSearchParams(location.search);
  const slug = asked.get('engagement');
  if (state.engagements.some((each) => each.slug === slug)) fields.engagement.value = slug;
  fields.effective.value = asked.get('effective') ?? today(zone());
  fields.known.value = asked.get('known') ?? '';
  explainMoments(zone());
  fields.task.value = asked.get('task') ?? '';
  if (fields.task.value === '') fields.task.focus();
  // The answer is what the visitor waits for.
  await Promise.all([fields.task.value === '' ? null : ask(), showMatrix()]);
}

async function buildDemo() {
  const button = byId('build-demo');
  button.disabled = true;
  button.textContent = 'Building a year …';
  try {
    const { engagement } = await post('/v1/demo');
    // The question with which the product explains itself.
    remember({ engagement, task: 'LOG-03', effective: '2026-03-14', known: '' });
  } finally {
    button.disabled = false;
    button.textContent = 'Build the demonstration';
  }
  await begin();
}

async function changeEngagement() {
  fields.task.value = '';
  byId('answer').replaceChildren();
  byId('timeline').hidden = true;
  explainMoments(zone());
  await showMatrix();
}

const zone = () => state.engagements.find(({ slug }) => slug === fields.engagement.value)?.zone ?? 'UTC';
const path = (rest) => `/v1/engagements/${encodeURIComponent(fields.engagement.value)}${rest}`;

async function ask() {
  const turn = ++state.asking;
  const place = byId('answer');
  place.setAttribute('aria-busy', 'true');
  try {
    const { effective, known } = moments(zone());
    const ref = refOf(state.lines, fields.task.value);
    const query = { effective: effective.value, known: known.value };
    const answer = await get(path(`/tasks/${encodeURIComponent(ref)}/owner`), query);
    if (turn !== state.asking) return;
    fields.task.value = taskWords(answer.task ?? { ref, title: null });
    remember({ engagement: fields.engagement.value, task: ref, effective: effective.value, known: fields.known.value });
    byId('timeline').hidden = true;
    const onEntry = (entry) => void attempt(() => showTimeline(ref, entry));
    place.replaceChildren(answerView(answer, ref, { onEntry, onKnownNow, permalink: permalink(answer, ref) }));
    document.title = `Onus: who owned ${ref} on ${effective.value}?`;
  } catch (error) {
    // An answer to another question must not stand under this one.
    place.replaceChildren();
    throw error;
  } finally {
    place.setAttribute('aria-busy', 'false');
  }
}

/** The answer at this tree size never changes: that is the address to keep. */
function permalink({ asOf }, ref) {
  const query = { engagement: fields.engagement.value, task: ref, effective: asOf.effective, known: asOf.treeSize };
  return `${location.origin}/?${new URLSearchParams(query)}`;
}

function onKnownNow() {
  fields.known.value = '';
  explainMoments(zone());
  void attempt(() => Promise.all([ask(), showMatrix()]));
}

/** Keeps the question in the address, so that going back leads to the one before. */
function remember(query) {
  const address = `/?${new URLSearchParams(Object.entries(query).filter(([, value]) => value !== ''))}`;
  if (address !== `${location.pathname}${location.search}`) history.pushState(null, '', address);
}

async function showMatrix(most = LINES_AT_FIRST) {
  const turn = ++state.showing;
  const { effective, known } = moments(zone());
  const query = { effective: effective.value, known: known.value };
  const { items: lines, more } = await list(
    path('/matrix'),
    'lines',
    { ...query, with: 'evidence' },
    (found) => found.length >= most,
  );
  if (turn !== state.showing) return;
  state.lines = lines;
  byId('tasks').replaceChildren(...lines.map((line) => el('option', { value: nameOf(line) })));
  const asOf = { effective: effective.value, zone: zone() };
  const onAll = more ? () => void attempt(() => showMatrix(Infinity)) : null;
  byId('matrix').replaceChildren(...matrixView({ lines, asOf }, { onAsk: askAbout, onAll }));
}

function askAbout(ref) {
  fields.task.value = ref;
  void attempt(async () => {
    await ask();
    byId('answer-title').focus();
    byId('answer').scrollIntoView({ block: 'start' });
  });
}

async function showTimeline(ref, entry, upTo = entry) {
  const { known } = moments(zone());
  const place = byId('timeline');
  const address = path(`/tasks/${encodeURIComponent(ref)}/timeline`);
  const reached = (found) => found.some((item) => item.entry >= upTo);
  const { items, more } = await list(address, 'items', { known: known.value }, reached);
  const onAll = more ? () => void attempt(() => showTimeline(ref, entry, Infinity)) : null;
  place.replaceChildren(...timelineView(ref, { items, zone: zone() }, onAll));
  place.hidden = false;
  const target = document.getElementById(`entry-${entry}`) ?? place;
  target.scrollIntoView({ block: 'center' });
  target.focus();
}
