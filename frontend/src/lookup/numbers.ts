/**
 * The one form of a number, as in src/serai/tracing/domain/lookup/numbers.py. Both are held to
 * tests/tracing/domain/lookup/vectors.json: change them together.
 */

export const families = ['air', 'rail', 'metro', 'road', 'ship'] as const;
export type Family = (typeof families)[number];

const longest = 40;
const han = '\\u3400-\\u9fff';
const noise = /[\s\p{Cc}\-‐‑‒–—―_.·•'’`"“”:\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/gu;
const chain = /[/\\,、;]/u;
const flight = /^([A-Z]{2}|[A-Z][0-9]|[0-9][A-Z]|[A-Z]{3})0*([0-9]{1,5})([A-Z]?)$/u;
const train = /^([A-Z]{0,4})0*([0-9]{1,5})$/u;
const words =
  /公共汽车|公交车|公交|巴士|轨道交通|地铁|轨道|轻轨|城铁|捷运|第|客轮|轮渡|渡轮|邮轮|游轮|轮船|(?<=[^市]{2})市(?=.)/gu;
const numeral = /[零〇一二两三四五六七八九十百]+(?=号|路|线|$)/gu;
const zeros = /(?<![0-9A-Z])0+(?=[0-9])/gu;
const told = new RegExp(`[0-9${han}]`, 'u');
const digits: Record<string, number> = { 〇: 0, 两: 2 };
[...'零一二三四五六七八九'].forEach((character, value) => (digits[character] = value));

/** The family of a mode; '' for what is no ride. */
export function familyOf(mode: string): Family | '' {
  if (['coach', 'bus', 'taxi', 'road'].includes(mode)) return 'road';
  return families.find((family) => family === mode) ?? '';
}

/** The numbers in the text, each in its one form; none if it cannot be one of this family. */
export function normal(text: string, family: string): string[] {
  if (!families.some((known) => known === family) || [...text].length > longest) return [];
  const found: string[] = [];
  for (const part of text.normalize('NFKC').toUpperCase().replace(noise, '').split(chain)) {
    if (!part) continue;
    const one = single(part, family as Family, found.at(-1) ?? '');
    if (!one) return [];
    found.push(one);
  }
  return [...new Set(found)];
}

/** A stop's name for comparing. */
export function station(text: string): string {
  const plain = text.normalize('NFKC').toLowerCase().replace(noise, '');
  const short = plain.replace(
    /(火车站|高铁站|动车站|地铁站|公交站|汽车站|国际机场|机场|车站|站|(railway|train|bus)?station|airport)$/u,
    '',
  );
  return short || plain;
}

/** A carriage for comparing. */
export function unit(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(noise, '')
    .replace(/^第/u, '')
    .replace(/(号)?(车厢|车箱|车)$|号$|^(CARRIAGE|COACH|CAR|WAGON|UNIT)/gu, '')
    .replace(/^0+(?=.)/u, '');
}

function single(part: string, family: Family, before: string): string {
  if (family === 'air') return flightOf(part, before);
  if (family === 'rail') return trainOf(part, before);
  const text = lineOf(part, family);
  const known = family === 'road' ? /[0-9]/u.test(text) : told.test(text) || family === 'ship';
  return known && [...text].length > (family === 'metro' ? 0 : 1) ? text : '';
}

function flightOf(part: string, before: string): string {
  const bare = part.replace(new RegExp(`^[${han}]{2,}|[${han}]+$`, 'gu'), '');
  let match = flight.exec(bare);
  if (!match && before && /^[0-9]{1,5}$/u.test(part))
    match = flight.exec(before.slice(0, 2) + part);
  return match ? `${match[1]}${match[2]}${match[3]}` : '';
}

function trainOf(part: string, before: string): string {
  const match = train.exec(part.replace(new RegExp(`^[${han}]{2,}(?=[A-Z])|次$`, 'gu'), ''));
  if (!match) return '';
  const number = match[2] ?? '';
  const letters = match[1] || before.replace(/[0-9]+/gu, '');
  return letters || number.length > 1 ? letters + number : '';
}

function lineOf(part: string, family: Family): string {
  let text = part;
  for (;;) {
    let short = text.replace(words, '').replace(numeral, (found) => value(found));
    short = short.replace(zeros, '');
    if (family === 'ship') short = short.replace(/号$/u, '');
    if (short === text) return text;
    text = short;
  }
}

function value(text: string): string {
  if (!/[十百]/u.test(text))
    return [...text].map((character) => String(digits[character])).join('');
  let total = 0;
  let pending = 0;
  for (const character of text) {
    if (character === '十' || character === '百') {
      total += (pending || 1) * (character === '十' ? 10 : 100);
      pending = 0;
    } else pending = digits[character] ?? 0;
  }
  return String(total + pending);
}
