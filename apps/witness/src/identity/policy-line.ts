/** The line that makes others trust a witness (C2SP tlog-policy): name, key, and where it is reached, where that is known. */
export function policyLine(vkey: string, url: string | undefined): string {
  const name = vkey.slice(0, vkey.indexOf('+'));
  return `witness ${name} ${vkey}${url === undefined ? '' : ` ${url}`}`;
}
