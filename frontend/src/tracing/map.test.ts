import { expect, test } from 'vitest';
import { bounds, label, markers, type JourneyMap } from './map';

function journey(...spots: [number, number, number][]): JourneyMap {
  return {
    land: { type: 'FeatureCollection', features: [] },
    lines: { type: 'FeatureCollection', features: [] },
    points: {
      type: 'FeatureCollection',
      features: spots.map(([x, y, contacts], n) => ({
        type: 'Feature',
        geometry: { type: 'Point', coordinates: [x, y] },
        properties: { number: n + 1, name: `place ${n + 1}`, contacts, hot: contacts > 5 },
      })),
    },
  };
}

test('the map shows everything the case passed, and room around a single place', () => {
  expect(bounds(journey([10, 50, 1], [12, 48, 0]), 0.5)).toEqual([
    [9.5, 47.5],
    [12.5, 50.5],
  ]);
  const [[west], [east]] = bounds(journey([10, 50, 1]));
  expect(east).toBeGreaterThan(west);
});

test('stations that would cover each other share a marker with their numbers and names', () => {
  const found = markers(journey([10, 50, 2], [11, 51, 0], [10.001, 50, 7]));
  expect(found.map((m) => [m.numbers, m.names, m.hot])).toEqual([
    [[1, 3], ['place 1', 'place 3'], true],
    [[2], ['place 2'], false],
  ]);
  expect(found.map(label)).toEqual(['1, 3', '2']);
});

test('a place visited often keeps its label short', () => {
  const found = markers(journey([1, 1, 0], [1, 1, 0], [1, 1, 0]));
  expect(found.map(label)).toEqual(['1–3']);
});
