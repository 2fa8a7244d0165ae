/** Yes, no, or cannot tell, as in src/serai/tracing/domain/lookup/answer.py. */

import { type Family, familyOf, station, unit } from './numbers';

export interface Trip {
  id?: string;
  mode: string;
  services: string[];
  dates: string[];
  depart?: string;
  arrive?: string;
  units?: string[];
  board?: string;
  alight?: string;
  stops?: string[];
  url?: string;
  publisher?: string;
}

export interface Query {
  family: Family;
  services: string[];
  day: string;
  unit: string;
  board: string;
  alight: string;
}

const order = ['same_unit', 'same_run', 'other_unit', 'other_section'] as const;
export type Closeness = (typeof order)[number];
export type Why = '' | 'not_covered' | 'after' | 'incomplete' | 'old' | 'none_published';
export interface Answer {
  verdict: 'yes' | 'no' | 'unknown';
  why: Why;
  found: { near: Closeness; trip: Trip }[];
}
export type Periods = [string, string][];

/** Hold a trip against published ones. Days are ISO, which sorts as text. */
export function answer(query: Query, trips: Trip[], periods: Periods, old: boolean): Answer {
  const found = trips
    .filter(
      (trip) =>
        familyOf(trip.mode) === query.family &&
        trip.dates.includes(query.day) &&
        meets(query, trip),
    )
    .map((trip) => ({ near: closeness(query, trip), trip }))
    .sort((a, b) => order.indexOf(a.near) - order.indexOf(b.near));
  if (found.some(({ near }) => near !== 'other_section')) return { verdict: 'yes', why: '', found };
  const why = doubt(query, periods, old);
  return { verdict: why ? 'unknown' : 'no', why, found };
}

/** One number in common; a train's bare number meets every letter form that is listed: 447 meets K447. */
function meets(query: Query, trip: Trip): boolean {
  return trip.services.some(
    (one) =>
      query.services.includes(one) ||
      (query.family === 'rail' && query.services.includes(one.replace(/^[A-Z]+/u, ''))),
  );
}

/** A bare number may be anybody's: a train's has lost its letters, a route its town. */
const bare: Partial<Record<Family, RegExp>> = {
  rail: /^[0-9]+$/u,
  metro: /^[0-9]+$/u,
  road: /^[A-Z]?[0-9]{1,3}$/u,
};

function doubt({ day, family, services }: Query, periods: Periods, old: boolean): Why {
  if (!periods.length) return 'none_published';
  if (!periods.some(([first, last]) => first <= day && day <= last))
    return periods.every(([, last]) => day > last) ? 'after' : 'not_covered';
  if (services.some((one) => bare[family]?.test(one))) return 'incomplete';
  return old ? 'old' : '';
}

function closeness(query: Query, trip: Trip): Closeness {
  if (apart(query, trip)) return 'other_section';
  const mine = unit(query.unit);
  const theirs = (trip.units ?? []).map(unit);
  if (!mine || !theirs.length) return 'same_run';
  return theirs.includes(mine) ? 'same_unit' : 'other_unit';
}

/** True only if it is certain that one had left before the other came aboard. */
function apart(query: Query, trip: Trip): boolean {
  const mine = [station(query.board), station(query.alight)] as const;
  const theirs = [station(trip.board ?? ''), station(trip.alight ?? '')] as const;
  if ((mine[0] && mine[0] === mine[1]) || (theirs[0] && theirs[0] === theirs[1])) return false;
  if ((mine[0] && mine[0] === theirs[1]) || (mine[1] && mine[1] === theirs[0])) return true;
  const stops = (trip.stops ?? []).map(station);
  if (!stops.length) return false;
  const [a, b] = [section(mine, stops), section(theirs, stops)];
  return !!a && !!b && (a[1] <= b[0] || b[1] <= a[0]);
}

/** From which stop to which; an end that is no stop of the run lies as far out as can be; null for no ride. */
function section(ends: readonly [string, string], stops: string[]): [number, number] | null {
  const lo = stops.indexOf(ends[0]);
  const end = stops.indexOf(ends[1]);
  const hi = end < 0 ? stops.length : end;
  return lo < hi ? [lo, hi] : null;
}
