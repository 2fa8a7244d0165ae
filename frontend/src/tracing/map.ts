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
  name: string;
  contacts: number;
  hot: boolean;
}

/** One marker a spot: stations that share it are named together, in the order of the journey. */
export function markers(data: JourneyMap): Marker[] {
  const found = new Map<string, Marker>();
  for (const { geometry, properties } of data.points.features) {
    const [x = 0, y = 0] = geometry.coordinates;
    const key = `${x},${y}`;
    const here = found.get(key);
    if (here) {
      here.numbers.push(properties.number);
      here.contacts += properties.contacts;
      here.hot ||= properties.hot;
    } else {
      found.set(key, {
        at: [x, y],
        numbers: [properties.number],
        name: properties.name,
        contacts: properties.contacts,
        hot: properties.hot,
      });
    }
  }
  return [...found.values()];
}

/** `1`, or `1+3` where the case came to a place several times. */
export function label(marker: Marker): string {
  return marker.numbers.length > 2 ? `${marker.numbers[0]}…` : marker.numbers.join('+');
}
