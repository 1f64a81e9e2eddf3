/** Functions that are carried into the verifier page one by one and run there: they may use nothing but what a browser has. */

/** Whether the page has come to a verdict. */
export function isJudged() {
  return /^(?:proven|refuted|unreadable)$/.test(document.getElementById('verdict').dataset.verdict);
}

/** Keeps which progress the page shows at the end of each of its turns, from now until it is asked. */
export function watchWork() {
  const values = [];
  const bar = document.getElementById('progress');
  const observer = new MutationObserver(() => {
    if (!bar.hidden && bar.value > 0 && bar.value !== values.at(-1)) values.push(bar.value);
  });
  observer.observe(bar, { attributes: true });
  globalThis.watched = { values, observer };
}

/** The progress that was seen. */
export function seenProgress() {
  const { values, observer } = globalThis.watched;
  observer.disconnect();
  return values;
}

/** A browser that lets pages like this one have no workers. */
export function refuseWorkers() {
  Object.defineProperty(globalThis, 'Worker', { value: undefined });
}

/** A browser that says so only later. */
export function failWorkers() {
  globalThis.Worker = class extends EventTarget {
    constructor() {
      super();
      setTimeout(() => this.dispatchEvent(new Event('error', { cancelable: true })), 0);
    }
    terminate() {}
  };
}

/** The colour of the headline. */
export function colourOf(element) {
  return getComputedStyle(element).color;
}

/** Drops a pack and a policy onto the page, both at once. */
export function dropBoth({ pack, policy }) {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([Uint8Array.from(pack)], 'pack.onus.zip'));
  dataTransfer.items.add(new File([policy], 'contoso.policy'));
  document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
}
