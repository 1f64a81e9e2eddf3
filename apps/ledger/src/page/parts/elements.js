/**
 * Makes an element. Text only ever becomes text: nothing that came from the ledger is read as markup.
 *
 * @param {string} name tag name, perhaps with a class: `p.fact`
 * @param {Record<string, any> | null} properties attributes, and listeners as `onclick`; null, undefined and false are left out
 * @param {...(Node | string | null | undefined | false | readonly (Node | string | null)[])} children
 */
export function el(name, properties, ...children) {
  const [tag, ...classes] = name.split('.');
  const element = document.createElement(tag);
  if (classes.length > 0) element.className = classes.join(' ');
  for (const [key, value] of Object.entries(properties ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? '' : String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** The element of this id. The page has it, or it is broken. */
export function byId(id) {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no #${id}`);
  return element;
}

/** Shows an instant in words, with the exact one for machines and on hover. */
export const timeOf = (instant, words) => el('time', { datetime: instant, title: instant }, words);
