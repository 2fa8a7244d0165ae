"""One page of a long list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import QuerySet

SIZE = 50
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """`items` of page `number` (from 1) of `pages`, out of `total`."""

    items: Sequence[Item]
    number: int
    pages: int
    total: int

    @property
    def before(self) -> int | None:
        """The number of the page before, or None."""
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        """The number of the page after, or None."""
        return self.number + 1 if self.number < self.pages else None

    @property
    def first(self) -> int:
        """The place of the first item in the whole list, from 1."""
        return (self.number - 1) * SIZE + 1 if self.total else 0

    @property
    def last(self) -> int:
        """The place of the last item."""
        return min(self.number * SIZE, self.total)


def cut(rows: QuerySet[Item], number: int) -> Page[Item]:  # type: ignore[type-var]
    """The rows of a page; a number outside the list is brought inside it."""
    total = rows.count()
    pages = max(1, -(-total // SIZE))
    number = min(max(1, number), pages)
    return Page(list(rows[(number - 1) * SIZE : number * SIZE]), number, pages, total)
