"""Bad input, said in one line."""

from __future__ import annotations


class BadInput(Exception):
    """Input that cannot be used. `str()` is one line: where, what is wrong, what was expected.

    Args: what: what is wrong, in plain words. where: file, row, column as far as known.
    expected: what would have been right.
    """

    def __init__(self, what: str, *, where: str = "", expected: str = "") -> None:
        self.what, self.where, self.expected = what, where, expected
        super().__init__(what, where, expected)

    def __str__(self) -> str:
        line = f"{self.where}: {self.what}" if self.where else self.what
        if self.expected:
            line += f"; expected {self.expected}"
        return " ".join(line.split())


class OutOfScope(BadInput):
    """Readable input that this tool was not made for (exit code 3)."""
