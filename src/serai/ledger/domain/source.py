"""Where the files of a log come from: a folder, or the web."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from pathlib import Path
from typing import Protocol

from serai.registry.domain.errors import BadInput

LARGEST = 32 * 2**20
"""Bytes of any file of a log: a bundle of 256 entries of 64 KiB fits."""
SECONDS = 30


class Source(Protocol):
    """The static files of a log, by path."""

    def read(self, path: str) -> bytes | None:
        """The bytes of `checkpoint` or `tile/…`; None where there is no such file. Raises BadInput, OSError."""
        ...


class Folder:
    """A log in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, path: str) -> bytes | None:
        try:
            with (self.folder / path).open("rb") as file:
                return _limited(file.read(LARGEST + 1), path)
        except (FileNotFoundError, NotADirectoryError):
            return None

    def __str__(self) -> str:
        return str(self.folder)


class Web:
    """A log behind an address, by HTTP GET."""

    def __init__(self, address: str) -> None:
        if not address.startswith(("http://", "https://")):
            raise BadInput("no address", where=address, expected="http:// or https://")
        self.address = address.rstrip("/")

    def read(self, path: str) -> bytes | None:
        request = urllib.request.Request(f"{self.address}/{path}", headers={"Accept-Encoding": "identity"})  # noqa: S310 - http and https only
        try:
            with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
                return _limited(answer.read(LARGEST + 1), path)
        except urllib.error.HTTPError as error:
            if error.code in (404, 410):
                return None
            raise BadInput(f"answers {error.code}", where=f"{self.address}/{path}") from error
        except http.client.HTTPException as error:
            raise BadInput("does not answer in HTTP", where=self.address) from error

    def __str__(self) -> str:
        return self.address


def source(place: str) -> Folder | Web:
    """A folder or an address. Raises BadInput for neither."""
    if "://" in place:
        return Web(place)
    if not Path(place).is_dir():
        raise BadInput("is no folder", where=place, expected="a log's folder or address")
    return Folder(Path(place))


def _limited(content: bytes, path: str) -> bytes:
    if len(content) > LARGEST:
        raise BadInput(f"more than {LARGEST} bytes", where=path)
    return content
