import { verifyPack } from '#pack/verify/verify-pack';
import { verdictText } from '#pack/verify/words';
import { browserCrypto } from '../browser-crypto.ts';

/* Two files come in, a verdict goes out, and nothing leaves the page: its policy forbids every connection. */

const verdictBox = document.getElementById('verdict');
const headline = document.getElementById('headline');
const words = document.getElementById('words');
const chosen = { pack: undefined, policy: undefined };

const HEADLINES = {
  proven: 'Proven',
  refuted: 'Refuted',
  unreadable: 'Cannot be read',
};

/** Shows what is known now. `kind` is also what a style, and a test, can see. */
function show(kind, title, text) {
  verdictBox.dataset.verdict = kind;
  headline.textContent = title;
  words.textContent = text;
}

/** Lets the page be drawn before the work begins. */
const drawn = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));

let latest = 0;

async function verify() {
  const { pack, policy } = chosen;
  if (pack === undefined || policy === undefined) {
    show(
      'waiting',
      'Waiting',
      pack === undefined ? 'for a pack' : 'for a policy, which must come another way than the pack',
    );
    return;
  }
  const turn = ++latest;
  show('working', 'Verifying', `${pack.name} by ${policy.name}`);
  await drawn();
  let bytes;
  try {
    bytes = await Promise.all([pack.arrayBuffer(), policy.arrayBuffer()]);
  } catch (error) {
    show('unreadable', HEADLINES.unreadable, `A file could not be read: ${String(error)}`);
    return;
  }
  // Another file was chosen meanwhile.
  if (turn !== latest) return;
  const verdict = verifyPack(new Uint8Array(bytes[0]), new Uint8Array(bytes[1]), browserCrypto);
  show(verdict.verdict, HEADLINES[verdict.verdict], verdictText(verdict));
}

function take(kind, file) {
  if (file === undefined) return;
  chosen[kind] = file;
  void verify();
}

/** A file that was dropped is shown where one that was chosen is. */
function drop(kind, file) {
  const list = new DataTransfer();
  list.items.add(file);
  document.getElementById(kind).files = list.files;
  take(kind, file);
}

/** A pack is an archive, a policy a text: whoever drops both at once need not say which is which. */
const kindOf = (file) => (/\.(?:zip|onus)$/i.test(file.name) ? 'pack' : 'policy');

for (const kind of ['pack', 'policy']) {
  document.getElementById(kind).addEventListener('change', ({ target }) => take(kind, target.files[0]));
}
addEventListener('dragover', (event) => event.preventDefault());
addEventListener('drop', (event) => {
  event.preventDefault();
  for (const file of event.dataTransfer.files) drop(kindOf(file), file);
});

if (typeof Temporal === 'undefined') {
  show(
    'unreadable',
    'This browser is too old',
    'It lacks Temporal, the calendar that answers are worked out with. Use a newer one, or "onus verify".',
  );
} else {
  void verify();
}
