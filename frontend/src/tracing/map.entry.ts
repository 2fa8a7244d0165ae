import 'maplibre-gl/dist/maplibre-gl.css';
import {
  Map as LibreMap,
  Marker as Pin,
  NavigationControl,
  type StyleSpecification,
} from 'maplibre-gl';
import { bounds, label, markers, type JourneyMap } from './map';

/** Colours come from the stylesheet's tokens, so that dark mode reaches the map too. */
function colour(token: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${token})`;
  document.body.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

function style(data: JourneyMap): StyleSpecification {
  return {
    version: 8,
    sources: {
      land: { type: 'geojson', data: data.land },
      lines: { type: 'geojson', data: data.lines },
    },
    layers: [
      { id: 'sea', type: 'background', paint: { 'background-color': colour('--tint') } },
      { id: 'land', type: 'fill', source: 'land', paint: { 'fill-color': colour('--card') } },
      {
        id: 'shore',
        type: 'line',
        source: 'land',
        paint: { 'line-color': colour('--line'), 'line-width': 1.5 },
      },
      {
        id: 'rides',
        type: 'line',
        source: 'lines',
        layout: { 'line-cap': 'round', 'line-join': 'round' },
        paint: {
          'line-color': ['case', ['get', 'hot'], colour('--saffron'), colour('--act')],
          'line-width': 3,
          'line-dasharray': [1.5, 1.5],
        },
      },
    ],
  };
}

function draw(box: HTMLElement, data: JourneyMap): void {
  const map = new LibreMap({
    container: box,
    style: style(data),
    bounds: bounds(data),
    fitBoundsOptions: { padding: 36, maxZoom: 11 },
    attributionControl: false,
    locale: { 'Map.Title': box.dataset.label ?? '' }, // else every map is a landmark called Map
    cooperativeGestures: false,
    dragRotate: false,
    keyboard: false,
    scrollZoom: false,
  });
  map.addControl(new NavigationControl({ showCompass: false }));
  for (const station of markers(data)) {
    const dot = document.createElement('span');
    dot.className = station.hot ? 'map__dot map__dot--hot' : 'map__dot';
    dot.textContent = label(station);
    dot.title = station.names.join(', ');
    new Pin({ element: dot }).setLngLat(station.at).addTo(map);
    // After the library, which names every mark alike.
    dot.setAttribute('role', 'img');
    dot.setAttribute('aria-label', `${label(station)}: ${dot.title}`);
    dot.removeAttribute('tabindex');
  }
}

const box = document.querySelector<HTMLElement>('[data-map]');
const held = document.querySelector('#map-data')?.textContent;
if (box && held) {
  try {
    draw(box, JSON.parse(held) as JourneyMap);
  } catch {
    // No WebGL: the journey beside it says the same in words.
    box.className = 'map__none';
    box.textContent = box.dataset.none ?? '';
  }
}
