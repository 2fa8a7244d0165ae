/** Groups of trips, as in src/serai/tracing/domain/lookup/buckets.py. */

import type { Family } from './numbers';

const form = 'serai-trips-1';
const turn = 4; // numbers of one train: 265 to 268

/** The group of a trip, 0 … 2**bits − 1. Only this number leaves the device. */
export async function bucket(
  family: Family,
  service: string,
  day: string,
  bits: number,
): Promise<number> {
  if (!bits) return 0;
  const key = new TextEncoder().encode(`${form}|${family}|${pack(family, service)}|${day}`);
  const digest = await crypto.subtle.digest('SHA-256', key);
  return new DataView(digest).getUint32(0) >>> (32 - bits);
}

/** A group's name in addresses: '8-3f'. */
export function name(index: number, bits: number): string {
  return `${bits}-${index.toString(16).padStart(Math.max(1, Math.ceil(bits / 4)), '0')}`;
}

function pack(family: Family, service: string): string {
  const match = family === 'rail' ? /^([A-Z]{0,4})([0-9]+)$/u.exec(service) : null;
  return match ? `${match[1]}/${Math.floor((Number(match[2]) + turn - 1) / turn)}` : service;
}
