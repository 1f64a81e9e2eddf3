export interface Axis {
  /** With its unit. */
  readonly label: string;
  readonly scale: 'linear' | 'log';
  /** From the first to the last the axis goes. */
  readonly ticks: readonly number[];
}

export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Only marks, for what was worked out otherwise. */
  readonly marksOnly?: true;
}

export interface Plot {
  readonly title: string;
  /** What is to be seen, for those who cannot. */
  readonly description: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
}

const WIDTH = 760;
const HEIGHT = 440;
const LEFT = 76;
const RIGHT = WIDTH - 24;
const TOP = 96;
const BOTTOM = HEIGHT - 60;

/** Told apart by colour, by dashes and by marks: each of them is enough. */
const LOOKS = [
  { dash: '', mark: (x: number, y: number) => `<circle cx="${x}" cy="${y}" r="4"/>` },
  {
    dash: '8 4',
    mark: (x: number, y: number) => `<rect x="${short(x - 3.5)}" y="${short(y - 3.5)}" width="7" height="7"/>`,
  },
  { dash: '2 4', mark: (x: number, y: number) => `<path d="M${x} ${short(y - 5)}l5 8h-10z"/>` },
  { dash: '10 3 2 3', mark: (x: number, y: number) => `<path d="M${x} ${short(y - 5)}l5 5-5 5-5-5z"/>` },
] as const;

const STYLE = `
svg{--ground:#fff;--ink:#1f2328;--grid:#d1d9e0;--s0:#0072b2;--s1:#b34700;--s2:#007a58;--s3:#9c3d78;font:13px system-ui,sans-serif}
@media(prefers-color-scheme:dark){svg{--ground:#0d1117;--ink:#e6edf3;--grid:#3d444d;--s0:#56b4e9;--s1:#f0a04b;--s2:#3fcf9f;--s3:#f0a3cf}}
.ground{fill:var(--ground)}text{fill:var(--ink)}.title{font-size:16px;font-weight:600}.grid{stroke:var(--grid)}
.line{fill:none;stroke-width:2}${LOOKS.map((_, i) => `.s${i}{stroke:var(--s${i})}.m${i}{fill:var(--s${i})}`).join('')}`;

/** A picture of numbers: an SVG with a title and a description, which can be read on light and on dark ground. */
export function svg({ title, description, x, y, series }: Plot): string {
  const across = scaleOf(x, LEFT, RIGHT);
  const up = scaleOf(y, BOTTOM, TOP);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="title description">`,
    `<title id="title">${escaped(title)}</title>`,
    `<desc id="description">${escaped(description)}</desc>`,
    `<style>${STYLE}\n</style>`,
    `<rect class="ground" width="${WIDTH}" height="${HEIGHT}"/>`,
    `<text class="title" x="${LEFT}" y="28">${escaped(title)}</text>`,
    ...legend(series),
    ...x.ticks.map((tick) => gridAt(across(tick), tick)),
    ...y.ticks.map((tick) => lineAt(up(tick), tick)),
    `<text x="${(LEFT + RIGHT) / 2}" y="${HEIGHT - 14}" text-anchor="middle">${escaped(x.label)}</text>`,
    `<text transform="translate(18 ${(TOP + BOTTOM) / 2})rotate(-90)" text-anchor="middle">${escaped(y.label)}</text>`,
    ...series.flatMap((each, i) => drawn(each, i, across, up)),
    '</svg>',
    '',
  ].join('\n');
}

type Scale = (value: number) => number;

/** Values beyond the axis are drawn at its end. */
function scaleOf({ scale, ticks }: Axis, from: number, to: number): Scale {
  const on = scale === 'log' ? Math.log10 : (value: number): number => value;
  const [first, last] = [on(ticks[0]!), on(ticks.at(-1)!)];
  return (value) => {
    const share = (on(value) - first) / (last - first);
    return Number(short(from + Math.min(1, Math.max(0, share)) * (to - from)));
  };
}

function legend(series: readonly Series[]): string[] {
  let x = LEFT;
  let y = 52;
  return series.flatMap(({ name, marksOnly }, i) => {
    const width = 58 + name.length * 7;
    if (x + width > RIGHT + 20 && x > LEFT) {
      x = LEFT;
      y += 20;
    }
    const at = x;
    x += width;
    const { dash, mark } = LOOKS[i % LOOKS.length]!;
    const line = `<path class="line s${i}" stroke-dasharray="${dash}" d="M${short(at)} ${y}h28"/>`;
    return [
      ...(marksOnly === true ? [] : [line]),
      `<g class="m${i}">${mark(Number(short(at + 14)), y)}</g>`,
      `<text x="${short(at + 34)}" y="${y + 4}">${escaped(name)}</text>`,
    ];
  });
}

const gridAt = (x: number, tick: number): string =>
  `<path class="grid" d="M${x} ${TOP}V${BOTTOM}"/><text x="${x}" y="${BOTTOM + 20}" text-anchor="middle">${label(tick)}</text>`;

const lineAt = (y: number, tick: number): string =>
  `<path class="grid" d="M${LEFT} ${y}H${RIGHT}"/><text x="${LEFT - 8}" y="${y + 4}" text-anchor="end">${label(tick)}</text>`;

function drawn({ points, marksOnly }: Series, i: number, across: Scale, up: Scale): string[] {
  const { dash, mark } = LOOKS[i % LOOKS.length]!;
  const places = points.map(([x, y]) => [across(x), up(y)] as const);
  const path = places.map(([x, y], at) => `${at === 0 ? 'M' : 'L'}${x} ${y}`).join('');
  const line = `<path class="line s${i}" stroke-dasharray="${dash}" d="${path}"/>`;
  const marks = places.map(([x, y]) => mark(x, y)).join('');
  return [...(marksOnly === true ? [] : [line]), `<g class="m${i}">${marks}</g>`];
}

const short = (value: number): string => String(Math.round(value * 10) / 10);
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** Powers of ten are written as such from a hundred thousand on. */
function label(tick: number): string {
  const power = Math.log10(tick);
  const superscript = '⁰¹²³⁴⁵⁶⁷⁸⁹';
  if (power >= 5 && Number.isInteger(power)) {
    return `10${String(power).replaceAll(/\d/g, (digit) => superscript[Number(digit)]!)}`;
  }
  return tick.toLocaleString('en').replaceAll(',', ' ');
}
