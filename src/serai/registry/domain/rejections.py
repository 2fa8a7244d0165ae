"""What an import did not take, to the row, and what it took with a remark."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

REJECTION_COLUMNS = ("file", "row", "column", "value", "reason")


@dataclass(frozen=True, slots=True)
class Rejection:
    """One refused row. `row` counts as the reader's editor does: the header is row 1; in messages it is the segment."""

    file: str
    row: int
    column: str
    value: str
    reason: str


@dataclass(slots=True)
class Report:
    """Counts of an import: rows read and taken, rejections, and remarks such as `seat_unreadable` by name."""

    read: int = 0
    taken: int = 0
    duplicates: int = 0
    rejections: list[Rejection] = field(default_factory=list)
    remarks: Counter[str] = field(default_factory=Counter)
    zone_assumed: str = ""

    def add(self, other: Report) -> None:
        """Take another file's counts into this one."""
        self.read += other.read
        self.taken += other.taken
        self.duplicates += other.duplicates
        self.rejections += other.rejections
        self.remarks += other.remarks
        self.zone_assumed = self.zone_assumed or other.zone_assumed
