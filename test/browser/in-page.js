/** Functions that are carried into the page one by one and run there: they may use nothing but what a browser has. */

// Each is carried alone, so what it needs stands inside it.
/* oxlint-disable unicorn/consistent-function-scoping */

/**
 * Text that is hard to read: less than 4.5 to 1 against what is behind it (WCAG 2.2, 1.4.3, level AA).
 *
 * @returns {string[]}
 */
export function weakTexts() {
  const colourOf = (text) => (text.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = (colour) => {
    const [r, g, b] = colour.slice(0, 3).map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let each = element; each !== null; each = each.parentElement) {
      const colour = colourOf(getComputedStyle(each).backgroundColor);
      if ((colour[3] ?? 1) === 1) return colour;
    }
    return [255, 255, 255];
  };
  const weak = [];
  for (const element of document.querySelectorAll('body *')) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== '');
    if (!own || !element.checkVisibility()) continue;
    const lights = [luminance(colourOf(getComputedStyle(element).color)), luminance(behind(element))];
    const ratio = (Math.max(...lights) + 0.05) / (Math.min(...lights) + 0.05);
    if (ratio < 4.5) weak.push(`${element.tagName} "${element.textContent.trim().slice(0, 30)}" ${ratio.toFixed(2)}`);
  }
  return weak;
}

/**
 * What a reader by ear would stumble over: controls without a name, ids given twice, headings that skip a level.
 *
 * @returns {string[]}
 */
export function stumblingBlocks() {
  const blocks = [];
  for (const control of document.querySelectorAll('input, select, button, a[href]')) {
    const labelled = (control.labels?.length ?? 0) > 0 || control.getAttribute('aria-label') !== null;
    if (!labelled && control.textContent?.trim() === '') blocks.push(`no name: ${control.outerHTML.slice(0, 80)}`);
    if (['INPUT', 'SELECT'].includes(control.tagName) && !labelled) blocks.push(`no label: #${control.id}`);
  }
  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
  for (const id of new Set(ids)) if (ids.indexOf(id) !== ids.lastIndexOf(id)) blocks.push(`id given twice: ${id}`);
  for (const element of document.querySelectorAll('[aria-labelledby], [aria-describedby]')) {
    for (const attribute of ['aria-labelledby', 'aria-describedby']) {
      for (const id of element.getAttribute(attribute)?.split(' ') ?? []) {
        const filledLater = element.matches('section[hidden]');
        if (document.getElementById(id) === null && !filledLater) blocks.push(`${attribute} leads nowhere: ${id}`);
      }
    }
  }
  let level = 1;
  for (const heading of document.querySelectorAll('h1, h2, h3, h4')) {
    const next = Number(heading.tagName.slice(1));
    if (next > level + 1) blocks.push(`skips a level: ${heading.outerHTML.slice(0, 60)}`);
    level = next;
  }
  if (document.querySelectorAll('h1').length !== 1) blocks.push('not one first heading');
  if (document.documentElement.lang === '') blocks.push('no language');
  for (const image of document.querySelectorAll('img:not([alt])')) blocks.push(`no text for ${image.outerHTML}`);
  return blocks;
}

/** By how many pixels the page is wider than the window. */
export const overflow = () => Math.max(0, document.documentElement.scrollWidth - innerWidth);

/** What has the keyboard now. */
export const focused = () => document.activeElement.id || document.activeElement.textContent;

/** The colour of the paper. */
export const paper = () => getComputedStyle(document.body).backgroundColor;

/** How much the page keeps in this browser. */
export const kept = () => sessionStorage.length + localStorage.length;

/** Opens everything that can be opened. */
export const openAll = () => {
  for (const details of document.querySelectorAll('details')) details.open = true;
};
