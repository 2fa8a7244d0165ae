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

export interface Group {
  meta: Meta;
  name: string;
  trips: Trip[];
}

/** Without cookies and without the address of this page: the server cannot tell who asks, beyond what any page shows. */
const bare: RequestInit = { credentials: 'omit', referrerPolicy: 'no-referrer' };

/** The list was made anew between two requests. */
class Changed extends Error {}

/** The group of this trip. `base` is the address of the trips API. Throws when there is no connection. */
export async function group(
  base: string,
  family: Family,
  service: string,
  day: string,
): Promise<Group> {
  try {
    return await once(base, family, service, day, 'default');
  } catch (error) {
    if (!(error instanceof Changed)) throw error;
    return await once(base, family, service, day, 'reload');
  }
}

async function once(
  base: string,
  family: Family,
  service: string,
  day: string,
  cache: RequestCache,
): Promise<Group> {
  const meta = (await json(`${base}meta`, cache)) as Meta;
  const own = name(await bucket(family, service, day, meta.bits), meta.bits);
  const found = (await json(`${base}buckets/${own}`, cache)) as { trips: Trip[] };
  return { meta, name: own, trips: found.trips };
}

async function json(address: string, cache: RequestCache): Promise<unknown> {
  const response = await fetch(address, { ...bare, cache });
  if (response.status === 404) throw new Changed(address);
  if (!response.ok) throw new Error(`${response.status}`);
  return await response.json();
}
