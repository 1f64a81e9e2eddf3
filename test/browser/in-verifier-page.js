/** Functions that are carried into the verifier page one by one and run there: they may use nothing but what a browser has. */

/** Whether the page has come to a verdict. */
export function isJudged() {
  return /^(?:proven|refuted|unreadable)$/.test(document.getElementById('verdict').dataset.verdict);
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
