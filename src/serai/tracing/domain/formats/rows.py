"""Small tables, row by row as text: for lists whose cells need more reading than a database can do."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from serai.registry.domain.errors import BadInput
from serai.registry.domain.rejections import Rejection, Report
from serai.tracing.domain.tables.mapping import ColumnMapping
from serai.tracing.domain.tables.sources import Source, files, opened

_DELIMITERS = ",;\t|"


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `number` counts as an editor does (the header is row 1); a cell that the file has not is ""."""

    file: str
    number: int
    cells: Mapping[str, str]
    labels: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")

    def refused(self, name: str, reason: str, value: str = "") -> Rejection:
        """This row's rejection because of our column `name`, named as the file names it."""
        return Rejection(self.file, self.number, self.labels.get(name, name), (value or self[name])[:80], reason)


@dataclass(frozen=True, slots=True)
class Columns:
    """What a file may call our columns. `names`: ours → accepted headers in lower case, best first.

    `must`: columns without which the file is refused. `bare`: our columns in order for a file without a header, which
    is told by a first row of numbers only; empty where a header is needed.
    """

    names: Mapping[str, tuple[str, ...]]
    must: tuple[str, ...]
    bare: tuple[str, ...] = ()


def rows(
    path: Path, columns: Columns, mapping: ColumnMapping, progress: Callable[[float], None] | None = None
) -> Iterator[Row]:
    """All rows of a file, folder or glob of CSV or Parquet. Raises BadInput for a file that is no such table.

    Cells come stripped; blank lines are passed over. A mapping's constants are cells of every row.
    """
    found = files(path)
    for index, one in enumerate(found):
        with opened(one) as source:
            lines = _parquet(source) if source.parquet else _csv(source, mapping.delimiter)
            for row in _named(source.name, lines, columns, mapping):
                if progress and row.number % 4096 == 0:
                    progress((index + min(1.0, row.number / max(source.lines, row.number))) / len(found))
                yield row
        if progress:
            progress((index + 1) / len(found))


def strictly(report: Report) -> None:
    """Refuse the whole input if any row was rejected. Raises BadInput that names the first."""
    if report.rejections:
        first = report.rejections[0]
        where = f"{first.file}, row {first.row}, column {first.column}"
        raise BadInput(f"{first.value!r}: {first.reason}", where=where, expected="no rejected rows (--strict)")


def _named(
    file: str, lines: Iterator[tuple[int, list[str]]], columns: Columns, mapping: ColumnMapping
) -> Iterator[Row]:
    number, head = next(lines, (1, []))
    if not any(head):
        raise BadInput("the file is empty", where=file, expected="a header and rows")
    bare = bool(columns.bare) and len(head) == len(columns.bare) and all(map(_is_number, head))
    if bare:
        places = {name: place for place, name in enumerate(columns.bare)}
        labels = {name: str(place + 1) for name, place in places.items()}
    else:
        places = _places(file, head, columns, mapping)
        labels = {name: head[place] or str(place + 1) for name, place in places.items()}
    constants = dict(mapping.constants)

    def row(number: int, cells: list[str]) -> Row:
        if len(cells) != len(head):
            raise BadInput(f"{len(cells)} columns", where=f"{file}, row {number}", expected=f"{len(head)} as in row 1")
        return Row(file, number, constants | {name: cells[place] for name, place in places.items()}, labels)

    if bare:
        yield row(number, head)
    for number, cells in lines:
        yield row(number, cells)


def _places(file: str, head: list[str], columns: Columns, mapping: ColumnMapping) -> dict[str, int]:
    by_name: dict[str, int] = {}
    for place, name in enumerate(head):
        if name and by_name.setdefault(name.casefold(), place) != place:
            raise BadInput(f"column {name!r} stands twice", where=f"{file}, row 1")
    found = {}
    for ours, theirs in mapping.columns.items():
        if theirs.strip().casefold() not in by_name:
            raise BadInput(f"has no column {theirs!r}, which the mapping names", where=f"{file}, row 1")
        found[ours] = by_name[theirs.strip().casefold()]
    for ours, names in columns.names.items():
        known = [by_name[name] for name in names if name in by_name]
        if ours not in found and known:
            found[ours] = known[0]
    for needed in columns.must:
        if needed not in found and needed not in mapping.constants:
            headers = " or ".join(columns.names[needed])
            raise BadInput(f"has no column for {needed}", where=f"{file}, row 1", expected=f"{headers}, or a mapping")
    return found


def _is_number(cell: str) -> bool:
    return cell.replace(".", "", 1).isascii() and cell.replace(".", "", 1).isdigit()


def _csv(source: Source, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    with source.path.open(encoding="utf-8-sig", newline="") as stream:
        first = stream.readline(1 << 16)
        stream.seek(0)
        reader = csv.reader(stream, delimiter=delimiter or max(_DELIMITERS, key=first.count), strict=True)
        line = 1
        try:
            for cells in reader:
                if cells:
                    yield line, [cell.strip() for cell in cells]
                line = reader.line_num + 1
        except csv.Error as error:
            where = f"{source.name}, row {line}"
            raise BadInput(f"cannot be parsed: {error}", where=where, expected="CSV with a header") from error


def _parquet(source: Source) -> Iterator[tuple[int, list[str]]]:
    try:
        with pq.ParquetFile(source.path) as file:
            names = file.schema_arrow.names
            if any(pa.types.is_nested(field.type) for field in file.schema_arrow):
                raise BadInput("holds lists or records", where=source.name, expected="plain columns")
            yield 1, list(names)
            number = 1
            for batch in file.iter_batches(8192):
                for record in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                    number += 1
                    yield number, ["" if cell is None else str(cell).strip() for cell in record]
    except (pa.ArrowException, OSError, ValueError) as error:
        raise BadInput("not a whole Parquet file", where=source.name) from error
