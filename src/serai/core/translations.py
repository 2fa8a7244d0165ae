"""Compiles every room's `.po` into the `.mo` that Django reads, with Babel: no gettext needed. `python -m …`"""

from __future__ import annotations

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

PACKAGE = Path(__file__).resolve().parents[1]


def sources(root: Path = PACKAGE) -> list[Path]:
    """Every `locale/<language>/LC_MESSAGES/*.po` under `root`."""
    return sorted(root.glob("**/locale/*/LC_MESSAGES/*.po"))


def compiled(po: Path) -> Path:
    """Write the `.mo` beside `po` and return it. Fuzzy messages are left out: a guess is worse than English.

    Raises: ValueError naming the line of a message whose placeholders differ from the original.
    """
    with po.open("rb") as stream:
        catalog = read_po(stream, locale=po.parents[1].name, domain=po.stem, abort_invalid=True)
    for message in catalog:
        for error in message.check(catalog) if message.id and message.string else []:
            raise ValueError(f"line {message.lineno}: {error}")
    mo = po.with_suffix(".mo")
    part = mo.with_suffix(".part")
    with part.open("wb") as stream:
        write_mo(stream, catalog, use_fuzzy=False)
    part.replace(mo)
    return mo


def main() -> int:
    """Compile all; 2 with one line per file that cannot be."""
    wrong = 0
    for po in sources():
        try:
            compiled(po)
        except (ValueError, SyntaxError, PoFileError) as error:
            print(f"{po}: {error}", file=sys.stderr)  # noqa: T201 - a build step speaks on stderr
            wrong += 1
    return 2 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
