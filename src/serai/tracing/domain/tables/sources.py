"""From a path, folder or glob to plain local files: compressed ones expanded within limits, text checked."""

from __future__ import annotations

import codecs
import glob
import gzip
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from serai.registry.domain.errors import BadInput
from serai.tracing.domain.workspace import workspace

ENDINGS = (".csv", ".tsv", ".txt", ".parquet", ".csv.gz", ".tsv.gz", ".csv.zip", ".zip")
EXPANDED_MOST = 32 * 2**30
"""Bytes that one compressed file may expand to."""
RATIO_MOST = 200
"""…and how many times its own size, once past 64 MiB: real CSV shrinks 5 to 30 times."""
FREE = 64 * 2**20
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read. `name` is what reports call it; `path` a plain CSV or Parquet file, temporary if expanded.

    Of a CSV: `lines` counts its lines, `blank` tells whether one is empty, `quoted` whether a quote occurs.
    """

    name: str
    path: Path
    parquet: bool
    lines: int = 0
    blank: bool = False
    quoted: bool = False


def files(where: Path | str) -> list[Path]:
    """The files that `where` names: itself, a folder's tables, or a glob's matches, in name order."""
    try:
        return _files(Path(where))
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror or error}", where=str(where)) from error


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        found = sorted(p for p in path.rglob("*") if p.is_file() and _table(p.name))
        if not found:
            raise BadInput("no table in this folder", where=str(path), expected="CSV or Parquet files")
        return found
    if path.exists():
        return [path]
    names = glob.glob(str(path), recursive=True)  # noqa: PTH207 (Path.glob takes no absolute pattern)
    found = sorted(Path(name) for name in names if Path(name).is_file())
    if not found:
        raise BadInput("no such file", where=str(path))
    return found


def _table(name: str) -> bool:
    return name.lower().endswith(ENDINGS) and not name.startswith(".")


@contextmanager
def opened(path: Path) -> Iterator[Source]:
    """`path` as something DuckDB can read; temporary copies live as long as the context. Raises BadInput."""
    try:
        with workspace() as folder:
            plain = _expanded(path, folder)
            with plain.open("rb") as stream:
                parquet = stream.read(4) == b"PAR1"
            yield Source(path.name, plain, parquet=True) if parquet else _text(path, plain, folder)
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror or error}", where=path.name) from error


def _expanded(path: Path, folder: Path) -> Path:
    with path.open("rb") as stream:
        magic = stream.read(4)
    target = folder / "expanded"
    try:
        if magic[:2] == b"\x1f\x8b":
            with gzip.open(path) as packed:
                _pour(packed, target, path)
            return target
        if magic == b"PK\x03\x04":
            with zipfile.ZipFile(path) as archive:
                members = [m for m in archive.infolist() if not m.is_dir() and not m.filename.startswith("__MACOSX/")]
                if len(members) != 1 or not _table(Path(members[0].filename).name):
                    raise BadInput("a zip or a spreadsheet", where=path.name, expected="one CSV or Parquet in a zip")
                with archive.open(members[0]) as packed:
                    _pour(packed, target, path)
            return target
    except (EOFError, zlib.error, zipfile.BadZipFile, gzip.BadGzipFile, RuntimeError, NotImplementedError) as error:
        raise BadInput("compressed file is broken or cut short", where=path.name) from error
    return path


def _pour(packed: IO[bytes] | gzip.GzipFile, target: Path, path: Path) -> None:
    size, most = 0, min(EXPANDED_MOST, max(FREE, RATIO_MOST * path.stat().st_size))
    with target.open("wb") as out:
        while block := packed.read(_BLOCK):
            size += len(block)
            if size > most:
                raise BadInput(f"expands past {most >> 20} MiB", where=path.name, expected="a file that is no zip bomb")
            out.write(block)


def _text(path: Path, plain: Path, folder: Path) -> Source:
    """Check that a file is UTF-8 text, and bring its line ends to LF: DuckDB takes one kind only."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    lines, blank, quoted, row, returns, last = 0, False, False, 1, False, b"\n"
    with plain.open("rb") as stream:
        if stream.read(2) in (b"\xff\xfe", b"\xfe\xff"):
            raise BadInput("UTF-16 text", where=path.name, expected="UTF-8")
        stream.seek(0)
        while block := stream.read(_BLOCK):
            if b"\0" in block:
                raise BadInput("binary data", where=f"{path.name}, row {row + block[: block.index(0)].count(10)}")
            try:
                decoder.decode(block)
            except UnicodeDecodeError as error:
                raise _not_utf8(path, row + block[: max(0, error.start)].count(10)) from error
            lines += block.count(10)
            blank = blank or b"\n\n" in last + block
            last, row = block[-1:], row + block.count(10)
            quoted, returns = quoted or b'"' in block, returns or b"\r" in block
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise _not_utf8(path, row) from error
    if returns and plain != folder / "lines":
        _lf(plain, folder / "lines")
        return _text(path, folder / "lines", folder)
    return Source(path.name, plain, False, lines + (last != b"\n"), blank, quoted)


def _not_utf8(path: Path, row: int) -> BadInput:
    return BadInput("not UTF-8 text", where=f"{path.name}, row {row}", expected="UTF-8")


def _lf(source: Path, target: Path) -> None:
    with source.open("rb") as stream, target.open("wb") as out:
        held = b""
        while block := stream.read(_BLOCK):
            block = held + block
            held = b"\r" if block.endswith(b"\r") else b""
            block = block[: len(block) - len(held)]
            out.write(block.replace(b"\r\n", b"\n").replace(b"\r", b"\n"))
        out.write(held.replace(b"\r", b"\n"))
