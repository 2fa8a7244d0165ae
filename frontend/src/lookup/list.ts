/** Fetches what is public: how trips are grouped, and one group. Nothing of the reader's goes along. */

import type { Periods, Trip } from './answer';
import { bucket, name } from './buckets';
import type { Family } from './numbers';

export interface Meta {
  form: string;
  bits: number;
  periods: Periods;
  updated: string;
  trips: number;
  possible: number;
  stale_after_days: number;
}

export interface Asked {
  family: Family;
  service: string;
}

export interface Group {
  meta: Meta;
  name: string;
  trips: Trip[];
}

/** Without cookies and without the address of this page: the server cannot tell who asks, beyond what any page shows. */
const bare: RequestInit = { credentials: 'omit', referrerPolicy: 'no-referrer' };

/** The list was made anew between two requests. */
class Changed extends Error {}

/** The groups of these numbers, nearly always one. `base` is the address of the trips API. Throws when there is no connection. */
export async function group(base: string, asked: Asked[], day: string): Promise<Group> {
  try {
    return await once(base, asked, day, 'default');
  } catch (error) {
    if (!(error instanceof Changed)) throw error;
    return await once(base, asked, day, 'reload');
  }
}

async function once(
  base: string,
  asked: Asked[],
  day: string,
  cache: RequestCache,
): Promise<Group> {
  const meta = (await json(`${base}meta`, cache)) as Meta;
  const names = new Set<string>();
  for (const { family, service } of asked)
    names.add(name(await bucket(family, service, day, meta.bits), meta.bits));
  const trips = new Map<string, Trip>(); // a run with two numbers stands in the groups of both
  for (const own of names) {
    const found = (await json(`${base}buckets/${own}`, cache)) as { trips: Trip[] };
    for (const trip of found.trips) trips.set(JSON.stringify(trip), trip);
  }
  return { meta, name: [...names].join(', '), trips: [...trips.values()] };
}

async function json(address: string, cache: RequestCache): Promise<unknown> {
  const response = await fetch(address, { ...bare, cache });
  if (response.status === 404) throw new Changed(address);
  if (!response.ok) throw new Error(`${response.status}`);
  return await response.json();
}
