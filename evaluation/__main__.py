"""`python -m evaluation [name…]`: measure what is named (all by default), then write docs/evaluation.md.

Data are read from the folder named by SERAI_REFERENCE_DATA (default ../shared/data). What cannot be measured for want
of its data keeps the section that it has in the page, and is named.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from time import monotonic

from bench import machine

from evaluation import report
from evaluation.data import Missing

HERE = Path(__file__).parent
ROOT = HERE.parent
RESULTS = ROOT / "var" / "evaluation"
PAGE = ROOT / "docs" / "evaluation.md"


def names() -> list[str]:
    """Modules of this folder that have a `run`."""
    return sorted(p.stem for p in HERE.glob("*.py") if "\ndef run(" in p.read_text(encoding="utf-8"))


def main(wanted: list[str]) -> int:
    """Measure, store each result, and put its section into the page."""
    unknown = set(wanted) - set(names())
    if unknown:
        print(f"no evaluation {min(unknown)!r}; there are {', '.join(names())}", file=sys.stderr)
        return 2
    RESULTS.mkdir(parents=True, exist_ok=True)
    for name in wanted or names():
        print(f"» {name}", flush=True)
        began = monotonic()
        try:
            result = import_module(f"evaluation.{name}").run()
        except Missing as missing:
            print(f"  left as it is: {missing}", file=sys.stderr)
            continue
        result |= {"name": name, "machine": machine.describe(), "seconds": round(monotonic() - began, 1)}
        result |= {"date": datetime.now(UTC).date().isoformat()}
        (RESULTS / f"{name}.json").write_text(json.dumps(result, indent=1, ensure_ascii=False), encoding="utf-8")
    report.write(RESULTS, PAGE)
    print(f"{PAGE.relative_to(ROOT)} written")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
