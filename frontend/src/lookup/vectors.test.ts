/** The same cases as the Python tests: what the station groups by, the browser must find. */

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Periods, type Query, type Trip, answer } from './answer';
import { bucket, name } from './buckets';
import { type Family, normal, readings, station, unit } from './numbers';

interface Scene {
  says: string;
  query: Query;
  trips: Trip[];
  periods: Periods;
  old: boolean;
  expected: { verdict: string; why: string; closeness: string[] };
}
interface Vectors {
  numbers: [string, string, string[]][];
  readings: [Family, string, [string, string[]][]][];
  stations: [string, string][];
  units: [string, string][];
  buckets: [Family, string, string, number, number][];
  names: [number, number, string][];
  answers: Scene[];
}
const file = '../tests/tracing/domain/lookup/vectors.json';
const vectors = JSON.parse(readFileSync(file, 'utf8')) as Vectors;

describe('the vectors that Python is held to', () => {
  it.each(vectors.numbers)('%s %j has one form', (family, text, expected) => {
    expect(normal(text, family)).toEqual(expected);
  });
  it.each(vectors.readings)('%s %j is read as what it says', (kind, text, expected) => {
    expect(readings(text, kind).map(({ family, services }) => [family, services])).toEqual(
      expected,
    );
  });
  it.each(vectors.stations)('the stop %j has one form', (text, expected) => {
    expect(station(text)).toBe(expected);
  });
  it.each(vectors.units)('the carriage %j has one form', (text, expected) => {
    expect(unit(text)).toBe(expected);
  });
  it.each(vectors.buckets)('%s %s on %s in %i bits', async (family, service, day, bits, index) => {
    expect(await bucket(family, service, day, bits)).toBe(index);
  });
  it.each(vectors.names)('group %i of %i bits', (index, bits, expected) => {
    expect(name(index, bits)).toBe(expected);
  });
  it.each(vectors.answers.map((scene) => [scene.says, scene] as const))('%s', (_, scene) => {
    const found = answer(scene.query, scene.trips, scene.periods, scene.old);
    expect([found.verdict, found.why]).toEqual([scene.expected.verdict, scene.expected.why]);
    expect(found.found.map(({ near }) => near)).toEqual(scene.expected.closeness);
  });
});
