"""What does not hold, by kind, so that an attack can be named."""

from __future__ import annotations


class Invalid(Exception):
    """Readable, and not true: a proof, signature, tile or tree that does not fit. `str()` is one line.

    `kind` is one word for machines (`signature`, `proof`, `quorum`, `rollback` …), `index` the entry if it is about
    one.
    """

    def __init__(self, kind: str, what: str, *, index: int | None = None) -> None:
        self.kind, self.what, self.index = kind, what, index
        super().__init__(kind, what, index)

    def __str__(self) -> str:
        return " ".join(self.what.split())
