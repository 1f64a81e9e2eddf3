/** Functions that are carried into the verifier page one by one and run there: they may use nothing but what a browser has. */

/** Whether the page has come to a verdict. */
export function isJudged() {
  return /^(?:proven|refuted|unreadable)$/.test(document.getElementById('verdict').dataset.verdict);
}

/** Looks again and again which progress the page shows, from now until it is asked. */
export function watchWork() {
  const values = [];
  const timer = setInterval(() => {
    const { value, hidden } = document.getElementById('progress');
    if (!hidden && value > 0 && value !== values.at(-1)) values.push(value);
  }, 5);
  globalThis.watched = { values, timer };
}

/** The progress that was seen. */
export function seenProgress() {
  const { values, timer } = globalThis.watched;
  clearInterval(timer);
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
