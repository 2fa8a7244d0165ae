import type { FeatureCollection, LineString, Point, Polygon } from 'geojson';

/** What the page hands over (`json_script`): our own places and rides, and nothing from elsewhere. */
export interface JourneyMap {
  land: FeatureCollection<Polygon, { country: string }>;
  lines: FeatureCollection<LineString, { hot: boolean }>;
  points: FeatureCollection<Point, Station>;
}

export interface Station {
  number: number;
  name: string;
  contacts: number;
  hot: boolean;
}

export type Bounds = [[number, number], [number, number]];

/** South-west and north-east of everything the case passed, widened a little so that a single place has room. */
export function bounds(data: JourneyMap, margin = 0.05): Bounds {
  const spots = [
    ...data.points.features.map((f) => f.geometry.coordinates),
    ...data.lines.features.flatMap((f) => f.geometry.coordinates),
  ];
  const xs = spots.map((p) => p[0] ?? 0);
  const ys = spots.map((p) => p[1] ?? 0);
  return [
    [Math.min(...xs) - margin, Math.min(...ys) - margin],
    [Math.max(...xs) + margin, Math.max(...ys) + margin],
  ];
}

export interface Marker {
  at: [number, number];
  numbers: number[];
  names: string[];
  hot: boolean;
}

/** Stations that would cover each other (nearer than a twentieth of the map) share a marker, in the order of the journey. */
export function markers(data: JourneyMap): Marker[] {
  const [[west, south], [east, north]] = bounds(data);
  const near = Math.max(east - west, north - south) / 20;
  const found: Marker[] = [];
  for (const { geometry, properties } of data.points.features) {
    const [x = 0, y = 0] = geometry.coordinates;
    const here = found.find((m) => Math.hypot(m.at[0] - x, m.at[1] - y) < near);
    if (here) {
      here.numbers.push(properties.number);
      if (!here.names.includes(properties.name)) here.names.push(properties.name);
      here.hot ||= properties.hot;
    } else {
      found.push({
        at: [x, y],
        numbers: [properties.number],
        names: [properties.name],
        hot: properties.hot,
      });
    }
  }
  return found;
}

/** `1`, `1, 3` or `1–3, 7`: the stations that a mark stands for, neighbours drawn together. */
export function label(marker: Marker): string {
  const runs: [number, number][] = [];
  for (const number of [...marker.numbers].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last && number <= last[1] + 1) last[1] = number;
    else runs.push([number, number]);
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(', ');
}
