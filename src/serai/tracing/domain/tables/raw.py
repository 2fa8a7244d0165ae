"""Plain files as DuckDB reads them: their header, their rows as a table, their faults in one line, row numbers."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from serai.registry.domain.errors import BadInput
from serai.tracing.domain.tables.sources import Source
from serai.tracing.domain.tables.statement import quoted, text

DELIMITERS = (",", ";", "\t", "|")
HEADER_MOST = 1 << 16
_ROWS_PER_BYTE = 64
"""More rows than this per byte of a Parquet file, past a million rows, is a bomb: even one bit a row is 8."""


def header(source: Source, delimiter: str = "") -> tuple[list[str], str]:
    """Column names and the delimiter of a CSV, or the names of a Parquet and "". Raises BadInput."""
    if source.parquet:
        return _parquet_names(source), ""
    with source.path.open(encoding="utf-8-sig", newline="") as stream:
        start = stream.read(HEADER_MOST)
    if not start.strip():
        raise BadInput("the file is empty", where=source.name, expected="a header and rows")
    line = start.split("\n", 1)[0]
    delimiter = delimiter or max(DELIMITERS, key=line.count)
    try:
        names = next(csv.reader([line], delimiter=delimiter, strict=True), [])
    except csv.Error as error:
        raise BadInput("the header cannot be parsed", where=f"{source.name}, row 1") from error
    names = [name.strip() for name in names]
    if not names or not any(names):
        raise BadInput("the header is empty", where=f"{source.name}, row 1", expected="column names")
    return names, delimiter


def _parquet_names(source: Source) -> list[str]:
    try:
        with pq.ParquetFile(source.path) as file:
            rows, size = file.metadata.num_rows, source.path.stat().st_size
            names = list(file.schema_arrow.names)
            for field in file.schema_arrow:
                if pa.types.is_nested(field.type):
                    raise BadInput("holds lists or records", where=f"{source.name}, column {field.name}")
    except (pa.ArrowException, OSError, ValueError) as error:
        raise BadInput("not a whole Parquet file", where=source.name) from error
    if rows > 1_000_000 and rows > size * _ROWS_PER_BYTE:
        raise BadInput(f"claims {rows} rows in {size} bytes", where=source.name, expected="a file that is no zip bomb")
    return names


def reader(source: Source, width: int, delimiter: str) -> str:
    """SQL of a file as a table: text columns c0, c1, … of a CSV, the own columns of a Parquet."""
    if source.parquet:
        return f"read_parquet({text(_literal(source.path))}, hive_partitioning=false)"
    columns = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(width))
    return (
        f"read_csv({text(_literal(source.path))}, auto_detect=false, compression='none', hive_partitioning=false, "
        f"delim={text(delimiter)}, quote='\"', escape='\"', new_line='\\n', header=true, strict_mode=true, "
        f"null_padding=false, nullstr='', columns={{{columns}}})"
    )


def columns(con: duckdb.DuckDBPyConnection, source: Source, table: str, width: int) -> list[tuple[str, str]]:
    """SQL name and DuckDB type of each column of `reader(…)`, in the order of the file. Raises BadInput."""
    if not source.parquet:
        return [(f"c{i}", "VARCHAR") for i in range(width)]
    try:
        return [(quoted(str(row[0])), str(row[1])) for row in con.execute(f"DESCRIBE FROM {table}").fetchall()]
    except duckdb.Error as error:
        raise _refusal(source, str(error), width) from error


def write(con: duckdb.DuckDBPyConnection, source: Source, sql: str, width: int, target: Path) -> int:
    """Run `sql` over `reader(source, …)` into a Parquet file whose rows keep their order; rows written. BadInput."""
    try:
        con.execute(f"COPY ({sql}) TO {text(str(target))} (FORMAT parquet)")
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error as error:
        if "No space left" in str(error):
            raise
        raise _refusal(source, str(error), width) from error
    with pq.ParquetFile(target) as written:
        rows = int(written.metadata.num_rows)
    if not source.parquet and rows + 1 != source.lines and not source.quoted and not source.blank:
        raise BadInput(f"{source.lines - 1} lines but {rows} rows", where=source.name, expected="one row a line")
    return rows


def _literal(path: Path) -> str:
    """A path whose glob characters DuckDB takes as they are."""
    return re.sub(r"([*?\[\]])", r"[\1]", str(path))


def _refusal(source: Source, message: str, width: int) -> BadInput:
    if source.parquet:
        return BadInput("not a whole Parquet file", where=source.name)
    found = re.search(r"Line: (\d+)", message)
    where = source.name + (f", row {found[1]}" if found else "")
    if "Expected Number of Columns" in message:
        counted = re.search(r"Found: (\d+)", message)
        number = counted[1] if counted else "another number"
        return BadInput(f"cells in this row: {number}", where=where, expected=f"{width} as in the header")
    if "unterminated quote" in message:
        return BadInput("a quote is not closed", where=where)
    if "unicode" in message:
        return BadInput("not UTF-8 text", where=where, expected="UTF-8")
    if "line size" in message.lower():
        return BadInput("a line of more than 2 MB", where=where)
    return BadInput("not a table that can be parsed", where=where, expected="CSV with a header, or Parquet")


def line_numbers(source: Source, rows: int, wanted: list[int], delimiter: str) -> list[int]:
    """Row numbers as an editor counts them (header = row 1) of the records `wanted` (0 = first, ascending).

    A record that spans lines is numbered by its first. Parquet has no lines: its rows count from 2, as below a header.
    """
    if source.parquet or rows + 1 == source.lines or not wanted:
        return [n + 2 for n in wanted]
    numbers, left, record, line = [], iter(wanted), -1, 1
    due = next(left)
    csv.field_size_limit(1 << 24)
    with source.path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream, delimiter=delimiter)
        for row in reader:
            if row:
                if record == due:
                    numbers.append(line)
                    if (following := next(left, None)) is None:
                        break
                    due = following
                record += 1
            line = reader.line_num + 1
    return numbers
