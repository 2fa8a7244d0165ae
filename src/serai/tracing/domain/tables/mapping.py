"""Column mappings: a YAML or JSON file that says what another system calls our columns.

columns: {PaxNo: person_id, Venue: place_id, In: start, Out: end}     # theirs: ours
constants: {kind: work}                                               # the same value in every row
zone: Asia/Shanghai                                                   # for times without a zone
formats: {start: "%d.%m.%Y %H:%M"}                                    # or one text for every time column
delimiter: ";"                                                        # else told from the header
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import duckdb
import yaml

from serai.registry.domain.errors import BadInput
from serai.tracing.domain.engine import open_engine

_KEYS = ("columns", "constants", "zone", "formats", "delimiter")
_SIZE_MOST = 1 << 20


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """A checked mapping. `columns`: our column → theirs."""

    columns: dict[str, str] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    zone: ZoneInfo | None = None
    formats: dict[str, str] = field(default_factory=dict)
    delimiter: str = ""


def zone_named(name: str) -> ZoneInfo:
    """The IANA zone `name`; BadInput where there is none."""
    if name not in available_timezones():
        raise BadInput(f"unknown zone {name!r}", expected="an IANA name such as Asia/Shanghai")
    return ZoneInfo(name)


def read_mapping(path: Path) -> dict[str, Any]:
    """The content of a mapping file, unchecked beyond its form. Raises BadInput."""
    try:
        if path.stat().st_size > _SIZE_MOST:
            raise BadInput("too large for a column mapping", where=path.name)
        found = yaml.safe_load(path.read_text(encoding="utf-8"))  # JSON is YAML
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror}", where=path.name) from error
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, RecursionError) as error:
        raise BadInput("not YAML or JSON", where=path.name) from error
    if not isinstance(found, dict):
        raise BadInput("not a column mapping", where=path.name, expected=f"the keys {', '.join(_KEYS)}")
    return found


def checked(mapping: Mapping[str, Any] | None, ours: tuple[str, ...], times: tuple[str, ...]) -> ColumnMapping:
    """A mapping for a table whose columns are `ours`, of which `times` hold times. Raises BadInput."""
    if not mapping:
        return ColumnMapping()
    if not set(mapping) & set(_KEYS):
        mapping = {"columns": mapping}
    if unknown := set(map(str, mapping)) - set(_KEYS):
        raise BadInput(f"mapping has an unknown key {min(unknown)!r}", expected=f"one of {', '.join(_KEYS)}")
    columns = {_ours(our, ours): str(their) for their, our in _pairs(mapping, "columns")}
    constants = {_ours(our, ours): str(value) for our, value in _pairs(mapping, "constants")}
    formats = mapping.get("formats") or {}
    if isinstance(formats, str):
        formats = dict.fromkeys(times, formats)
    elif not isinstance(formats, Mapping):
        raise BadInput("mapping: formats is no text and no list of columns", expected="such as '%d.%m.%Y %H:%M'")
    zone = zone_named(str(mapping["zone"])) if mapping.get("zone") else None
    return ColumnMapping(
        columns, constants, zone, {_ours(k, times): _format(v) for k, v in formats.items()}, _delimiter(mapping)
    )


def _pairs(mapping: Mapping[str, Any], key: str) -> list[tuple[Any, Any]]:
    found = mapping.get(key) or {}
    if not isinstance(found, Mapping):
        raise BadInput(f"mapping: {key} is no list of pairs", expected="name: name")
    return list(found.items())


def _ours(name: object, ours: tuple[str, ...]) -> str:
    if str(name) not in ours:
        raise BadInput(f"mapping names an unknown column {str(name)!r}", expected=f"one of {', '.join(ours)}")
    return str(name)


def _format(value: object) -> str:
    try:
        with open_engine(threads=1) as con:
            con.execute("SELECT try_strptime('', ?)::VARCHAR", [str(value)]).fetchall()
    except duckdb.Error as error:
        raise BadInput(f"mapping has a bad date format {str(value)!r}", expected="such as %d.%m.%Y %H:%M") from error
    if "%z" in str(value).lower():
        raise BadInput("mapping: a date format cannot hold a zone", expected="ISO 8601 times, or zone: by name")
    return str(value)


def _delimiter(mapping: Mapping[str, Any]) -> str:
    found = str(mapping.get("delimiter") or "")
    if len(found) > 1 or found in {'"', "\n", "\r", "'"}:
        raise BadInput(f"mapping has a bad delimiter {found!r}", expected="one character such as ;")
    return found
