"""The journey on a map: GeoJSON of our own places, and no tiles from anywhere else."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache

from serai.registry.models import Place
from serai.tracing.selectors.journeys import Journey

MARGIN = 1.2  # degrees of land drawn around each known place
OCTAGON = [(1, 0.4), (0.4, 1), (-0.4, 1), (-1, 0.4), (-1, -0.4), (-0.4, -1), (0.4, -1), (1, -0.4)]
MOST_PLACES = 5000


def journey_map(way: Journey) -> dict[str, Any] | None:
    """What the map draws, or None where no station has coordinates.

    Returns: `land` (a polygon around the known places of each country: an orientation, not a border), `lines` (rides),
    `points` (stations with name and number of contacts, numbered in time order).
    """
    points, lines = [], []
    for number, stop in enumerate((s for s in way.shown if s.points), start=1):
        if len(stop.points) > 1:
            lines.append(_feature("LineString", [[p.lon, p.lat] for p in stop.points], {"hot": stop.hot}))
        here = stop.points[-1]
        points.append(
            _feature(
                "Point",
                [here.lon, here.lat],
                {"number": number, "name": stop.name or here.name, "contacts": stop.count, "hot": stop.hot},
            )
        )
    if not points:
        return None
    return {"land": _collection(land()), "lines": _collection(lines), "points": _collection(points)}


def land() -> list[dict[str, Any]]:
    """A hull around each country's places, kept for ten minutes."""
    known: list[dict[str, Any]] | None = cache.get("tracing.land")
    if known is None:
        by_country: dict[str, list[tuple[float, float]]] = {}
        rows = Place.objects.values_list("country", "lon", "lat")[:MOST_PLACES]
        for country, lon, lat in rows:
            if lon is not None and lat is not None:
                by_country.setdefault(country, []).append((lon, lat))
        known = [
            _feature("Polygon", [_shore(spots)], {"country": country}) for country, spots in sorted(by_country.items())
        ]
        cache.set("tracing.land", known, 600)
    return known


def hull(spots: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The convex hull, counter-clockwise (Andrew's monotone chain)."""
    ordered = sorted(set(spots))

    if len(ordered) < 3:
        return ordered

    def half(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
        chain: list[tuple[float, float]] = []
        for p in points:
            while len(chain) > 1 and _turn(chain[-2], chain[-1], p) <= 0:
                chain.pop()
            chain.append(p)
        return chain[:-1]

    return half(ordered) + half(ordered[::-1])


def _turn(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def around(spot: tuple[float, float]) -> list[tuple[float, float]]:
    """Corners of an octagon around a place, so that even a single one has land to stand on."""
    lon, lat = spot
    return [(round(lon + MARGIN * x, 3), round(lat + MARGIN * 0.8 * y, 3)) for x, y in OCTAGON]


def _shore(spots: list[tuple[float, float]]) -> list[list[float]]:
    ring = hull([corner for spot in hull(spots) for corner in around(spot)])
    return [list(p) for p in [*ring, ring[0]]]


def _feature(kind: str, coordinates: Any, properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": {"type": kind, "coordinates": coordinates}, "properties": properties}


def _collection(features: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": features}
