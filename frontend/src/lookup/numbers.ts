/**
 * The one form of a number, as in src/serai/tracing/domain/lookup/numbers.py. Both are held to
 * tests/tracing/domain/lookup/vectors.json: change them together.
 */

export const families = ['air', 'rail', 'metro', 'road', 'ship'] as const;
export type Family = (typeof families)[number];

const longest = 40;
const han = '\\u3400-\\u9fff';
const noise = /[\s\p{Cc}\-‐‑‒–—―_.·•'’`"“”:\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/gu;
const chain = /[/\\,、;()&+]|(?<=[线路0-9A-Z次])(?:转|和|及|或|换乘)(?=.)/u;
const flight = /^([A-Z]{2}|[A-Z][0-9]|[0-9][A-Z]|[A-Z]{3})0*([0-9]{1,5})([A-Z]?)$/u;
const train = /^([A-Z]{0,4})0*([0-9]{1,5})$/u;
const express = /(?<![A-Z0-9])[GDC][0-9]{3,5}(?![A-Z0-9])/u;
const carriage = /第?[0-9零一二两三四五六七八九十]+号?(?:车厢|车箱|车|厢)/gu;
const plate =
  /[京津沪渝冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川贵云藏陕甘青宁蒙新使][A-Z][A-Z0-9]{4,6}(?![A-Z0-9])/gu;
const route = new RegExp(`([${han}]*)([A-Z]{0,4})0*([0-9]{1,4}[A-Z]?)(?:号线|[路线])`, 'u');
const bareRoute = new RegExp(`^([${han}]{2,}|)([A-Z]{0,3})0*([0-9]{1,4}[A-Z]?)$`, 'u');
const metroLine = new RegExp(`^([${han}]*)([A-Z]?)0*([0-9]{1,2})(?:号?线|号|)$`, 'u');
const voyage = new RegExp(`(?<=[${han}])([A-Z]{2,4}[0-9]{3,})(?:航班|航次)?`, 'gu');
const province = /^[^省市县区]{2,3}省|^[^省市县区]{2,5}自治区/u;
const words =
  /公共汽车|公交车|公交|巴士|大巴车|大巴|班车|客车|快速|出租车|网约车|的士|轨道交通|地铁站|地铁|轨道|城际|轻轨|城铁|捷运|第|客轮|轮渡|渡轮|邮轮|游轮|轮船|(?<=[^市]{2})市(?=.)|(?<=路)车$/gu;
const latin =
  /(?<![A-Z])(?:TRAIN|FLIGHT|BUS|COACH|TAXI|ROUTE|LINE|METRO|SUBWAY|UNDERGROUND|TRAM|SHIP|FERRY)(?![A-Z])/gu;
/** Words and shapes that say what kind of transport a number is of. */
const tells: Record<Family, RegExp> = {
  air: /航班|航空|[国南东海厦深山川上首天联]航|飞机|(?<![A-Z])FLIGHT(?![A-Z])/u,
  rail: /[0-9]次|高铁|动车|火车|列车|(?<![A-Z])TRAIN(?![A-Z])/u,
  metro: /地铁|轻轨|轨道|捷运|(?<![A-Z])(?:METRO|SUBWAY|UNDERGROUND|TRAM)(?![A-Z])/u,
  road: new RegExp(
    `[0-9零〇一二两三四五六七八九十百][A-Z]?路|公交|公共汽车|巴士|大巴|班车|客车|出租|网约车|的士|${plate.source}|(?<![A-Z])(?:BUS|COACH|TAXI|ROUTE)(?![A-Z])`,
    'u',
  ),
  ship: /客轮|轮渡|渡轮|邮轮|游轮|轮船|(?<![A-Z])(?:SHIP|FERRY)(?![A-Z])/u,
};
const numeral = /[零〇一二两三四五六七八九十百]+(?=号|路|线|$)/gu;
const zeros = /(?<![0-9A-Z])0+(?=[0-9])/gu;
const readable = new RegExp(`[0-9${han}]`, 'u');
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
  let whole = upper(text).replace(latin, ' ').replace(noise, '');
  const plates = family === 'road' ? (whole.match(plate) ?? []) : [];
  if (plates.length) whole = whole.replace(plate, '/');
  else if (family === 'rail') whole = whole.replace(carriage, '/');
  else if (family === 'ship') whole = whole.replace(voyage, '/$1/');
  let found: string[] = [];
  let waiting: string[] = []; // designators whose number follows: SC/CA4786
  for (const part of whole.split(chain)) {
    if (!part) continue;
    if (family === 'air' && /^(?:[A-Z]{2}|[A-Z][0-9]|[0-9][A-Z])$/u.test(part)) {
      waiting.push(part);
      continue;
    }
    const one = single(part, family as Family, found.at(-1) ?? '');
    if (one) {
      found.push(...waiting.map((code) => code + one.slice(2)), one);
      waiting = [];
    } else if (!plates.length) return [];
  }
  if (waiting.length) return [];
  if (plates.length)
    // beside a plate, only what is a route for certain
    found = found.filter((one) => one.endsWith('路') || /^[A-Z]{0,4}[0-9]{1,4}[A-Z]?$/u.test(one));
  return [...new Set([...found, ...plates])];
}

/** Every way to read a number whose kind is told; what it says of itself is read as well. */
export function readings(text: string, kind: Family): { family: Family; services: string[] }[] {
  return [...new Set([kind, ...told(text)])]
    .map((family) => ({ family, services: normal(text, family) }))
    .filter(({ services }) => services.length);
}

/** The families that the text names by a word or by the shape of a plate. */
export function told(text: string): Family[] {
  const plain = upper(text);
  const bare = plain.replace(noise, '');
  const named = families.filter((one) => tells[one].test(plain) || tells[one].test(bare));
  const street = named.includes('metro') || named.includes('road');
  if (express.test(plain) && !named.includes('rail') && street && !plain.includes('路'))
    named.push('rail');
  return named;
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

function upper(text: string): string {
  return text.normalize('NFKC').toUpperCase();
}

function single(part: string, family: Family, before: string): string {
  if (family === 'air') return flightOf(part, before);
  if (family === 'rail') return trainOf(part, before);
  const text = lineOf(part, family);
  if (family === 'road') return roadOf(text, before);
  if (family === 'metro') return metroOf(text, before);
  return [...text].length > 1 && !text.includes('不详') ? text : '';
}

/** A route with its town, or without one as its bare number; else a plate of any country. */
function roadOf(text: string, before: string): string {
  const match = route.exec(text) ?? bareRoute.exec(text);
  if (match) {
    const town = city(match[1] ?? '') || townOf(before);
    return `${town}${match[2]}${match[3]}${town ? '路' : ''}`;
  }
  const short = text.replace(/号$/u, '');
  const name = new RegExp(`[${han}]$|.[${han}]`, 'u').test(short);
  return /[0-9]/u.test(short) && [...short].length > 1 && !name ? short : '';
}

function metroOf(text: string, before: string): string {
  if (express.test(text)) return '';
  const match = metroLine.exec(text);
  if (match) {
    const town = city(match[1] ?? '') || townOf(before);
    return `${town}${match[2]}${match[3]}${town ? '号线' : ''}`;
  }
  const named = !new RegExp(`[${han}]`, 'u').test(text) || text.endsWith('线');
  return named && readable.test(text) ? text : '';
}

function city(text: string): string {
  return [...text].length > 2 ? text.replace(province, '').replace(/市$/u, '') : text;
}

function townOf(code: string): string {
  return new RegExp(`^[${han}]*`, 'u').exec(code)?.[0] ?? '';
}

function flightOf(part: string, before: string): string {
  const bare = part.replace(new RegExp(`^[${han}]{2,}|[${han}]+$`, 'gu'), '');
  let match = flight.exec(bare);
  if (!match && before && /^[0-9]{1,5}$/u.test(part))
    match = flight.exec(before.slice(0, 2) + part);
  return match ? `${match[1]}${match[2]}${match[3]}` : '';
}

function trainOf(part: string, before: string): string {
  const around = `^[${han}]{2,}(?=[A-Z])|(?:次|城际|轻轨|高铁|动车|火车|列车)+$`;
  const match = train.exec(part.replace(new RegExp(around, 'gu'), ''));
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
