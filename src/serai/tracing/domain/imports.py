"""What every importer hands over, and where each one lives.

An importer is `read(path, *, zone, mapping, strict, progress) -> Imported`. It raises `BadInput` when the file is
refused whole, and lists bad rows in `Imported.report`; under `strict` any bad row refuses the file. Importers of
passenger messages take `key` as well (see `reference`).
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol, cast
from zoneinfo import ZoneInfo

import pyarrow as pa

from serai.registry.domain.rejections import Report

_TEXT, _TIME = pa.string(), pa.timestamp("us", tz="UTC")

STAYS = pa.schema(
    [("person_id", _TEXT), ("place_id", _TEXT), ("start", _TIME), ("end", _TIME), ("kind", _TEXT)],
)
"""Stays as imported: text ids, UTC times, [start, end)."""

LEGS = pa.schema(
    [
        ("person_id", _TEXT),
        ("mode", _TEXT),
        ("service", _TEXT),
        ("date", pa.date32()),
        ("board", _TEXT),
        ("alight", _TEXT),
        ("depart", _TIME),
        ("arrive", _TIME),
        ("unit", _TEXT),
        ("row", _TEXT),
        ("seat", _TEXT),
    ],
)
"""Legs as imported: null times are unknown; in text columns null and "" both mean unknown."""

POINTS = pa.schema(
    [("person_id", _TEXT), ("date", pa.date32()), ("kind", _TEXT), ("lat", pa.float64()), ("lon", pa.float64())],
)
"""Dated route points without hours: degrees, WGS 84."""

ENCOUNTERS = pa.schema(
    [("person_a", _TEXT), ("person_b", _TEXT), ("start", _TIME), ("end", _TIME), ("metres", pa.float64())],
)
"""Two people within `metres` of each other during [start, end)."""

NOTICES = pa.schema(
    [
        ("source_id", _TEXT),
        ("mode", _TEXT),
        ("service", _TEXT),
        ("services", pa.list_(_TEXT)),
        ("date", pa.date32()),
        ("depart", _TIME),
        ("arrive", _TIME),
        ("units", pa.list_(_TEXT)),
        ("berths", _TEXT),
        ("board", _TEXT),
        ("alight", _TEXT),
        ("place", _TEXT),
        ("memo", _TEXT),
        ("url", _TEXT),
        ("publisher", _TEXT),
    ],
)
"""Published notices of trips made by confirmed cases; they name no person.

`service` is the normalised number ("G1234"; "" when the notice states none), `services` all numbers of the run,
`service` first; `date` is local where the trip happened; `units` are carriages in two digits ("01"), empty when
unknown; `place` is set, and `mode` and `service` are empty, where the notice is of a place and not of a run. "" means
not stated. The schema's metadata may name the `zone` in which it happened.
"""


@dataclass(frozen=True, slots=True)
class Traveller:
    """An identity found in a message. It goes to the vault; it is never written to the movement store.

    `ref` is the person_id of this traveller's legs. `role` is passenger, crew or infant. Empty text means not stated.
    """

    ref: str
    family: str = ""
    given: str = ""
    born: date | None = None
    sex: str = ""
    nationality: str = ""
    document_type: str = ""
    document: str = ""
    document_country: str = ""
    role: str = "passenger"


@dataclass(slots=True)
class Imported:
    """All that one input gave. A table is None where the format cannot hold such rows."""

    stays: pa.Table | None = None
    legs: pa.Table | None = None
    travellers: list[Traveller] = field(default_factory=list)
    points: pa.Table | None = None
    encounters: pa.Table | None = None
    notices: pa.Table | None = None
    report: Report = field(default_factory=Report)


class Importer(Protocol):
    """Reads one file, folder or glob; `zone` is for times without one, `mapping` renames columns (tables.mapping)."""

    def __call__(
        self,
        path: Path,
        *,
        zone: ZoneInfo | None = None,
        mapping: Mapping[str, Any] | None = None,
        strict: bool = False,
        progress: Callable[[float], None] | None = None,
    ) -> Imported: ...


IMPORTERS: dict[str, str] = {
    "stays": "serai.tracing.domain.tables:read_stays",
    "legs": "serai.tracing.domain.tables:read_legs",
    "paxlst": "serai.tracing.domain.formats.paxlst:read",
    "pnrgov": "serai.tracing.domain.formats.pnrgov:read",
    "trips": "serai.tracing.domain.formats.trips:read",
    "routes": "serai.tracing.domain.formats.routes:read",
    "encounters": "serai.tracing.domain.formats.encounters:read",
}
"""Kind of input → "module:function", imported only when asked for."""

KEYED = frozenset({"paxlst", "pnrgov"})
"""Kinds whose importer takes `key: bytes = b""` too, because their people must be named by `reference`."""


def importer(kind: str) -> Importer:
    """The importer of `kind`; KeyError when there is none."""
    module, function = IMPORTERS[kind].split(":")
    return cast(Importer, getattr(import_module(module), function))


def reference(
    key: bytes, *, country: str, document_type: str, document: str, family: str, given: str, born: str
) -> str:
    """The traveller's pseudonym: same document (else same name and birth date) → same text, under one `key`.

    HMAC-SHA256, first 20 hex digits (80 bits) after "T-". `key` is the store's own (`MovementStore.key`); without one
    (b"") the text is stable but can be guessed by whoever knows the document, so keep it out of shared files.
    """
    parts = ["document", country, document_type, document] if document else ["name", family, given, born]
    text = "\x1f".join(" ".join(part.split()).casefold() for part in parts)
    return "T-" + hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:20]
