import { beginVerification } from './verification.js';

/* Two files come in, a verdict goes out, and nothing leaves the page: its policy forbids every connection. */

const HEADLINES = {
  proven: 'Proven',
  refuted: 'Refuted',
  unreadable: 'Cannot be read',
};

/** What the page says. `kind` is also what a style, and a test, can see. */
function show(kind, title, text) {
  const bar = document.getElementById('progress');
  document.getElementById('verdict').dataset.verdict = kind;
  document.getElementById('headline').textContent = title;
  document.getElementById('words').textContent = text;
  bar.hidden = kind !== 'working';
  bar.removeAttribute('value');
}

function showProgress(done, of) {
  const bar = document.getElementById('progress');
  bar.max = of;
  bar.value = done;
}

/** Brings the page to life. `script` is its own text, of which workers are made. */
export function openPage(script) {
  const chosen = { pack: undefined, policy: undefined };
  let endLatest;

  function verify() {
    // Another file was chosen meanwhile: what was begun is of no interest any more.
    endLatest?.();
    const { pack, policy } = chosen;
    if (pack === undefined || policy === undefined) {
      const missing = pack === undefined ? 'for a pack' : 'for a policy, which must come another way than the pack';
      show('waiting', 'Waiting', missing);
      return;
    }
    show('working', 'Verifying', `${pack.name} by ${policy.name}`);
    endLatest = beginVerification(script, chosen, {
      progress: showProgress,
      judged: ({ kind, words }) => show(kind, HEADLINES[kind], words),
    });
  }

  function take(kind, file) {
    if (file === undefined) return;
    chosen[kind] = file;
    verify();
  }

  /** A file that was dropped is shown where one that was chosen is. */
  function drop(kind, file) {
    const list = new DataTransfer();
    list.items.add(file);
    document.getElementById(kind).files = list.files;
    take(kind, file);
  }

  listenForFiles(take, drop);
  if (typeof Temporal === 'undefined') {
    const mend = 'Use a newer one, or "onus verify".';
    const lack = `It lacks Temporal, the calendar that answers are worked out with. ${mend}`;
    show('unreadable', 'This browser is too old', lack);
  } else {
    verify();
  }
}

/** A pack is an archive, a policy a text: whoever drops both at once need not say which is which. */
const kindOf = (file) => (/\.(?:zip|onus)$/i.test(file.name) ? 'pack' : 'policy');

function listenForFiles(take, drop) {
  for (const kind of ['pack', 'policy']) {
    document.getElementById(kind).addEventListener('change', ({ target }) => take(kind, target.files[0]));
  }
  addEventListener('dragover', (event) => event.preventDefault());
  addEventListener('drop', (event) => {
    event.preventDefault();
    for (const file of event.dataTransfer.files) drop(kindOf(file), file);
  });
}
