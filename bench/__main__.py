"""`python -m bench [name…]`: run the named benchmarks (all by default), then write docs/benchmarks.md."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from bench import machine, report

HERE = Path(__file__).parent
ROOT = HERE.parent
RESULTS = ROOT / "var" / "bench" / "results"


def names() -> list[str]:
    """Modules of this folder that have a `run`."""
    return sorted(p.stem for p in HERE.glob("*.py") if "\ndef run(" in p.read_text())


def run_one(name: str) -> None:
    """Run one benchmark in this process and store its result."""
    result = import_module(f"bench.{name}").run()
    result |= {"name": name, "machine": machine.describe(), "date": datetime.now(UTC).date().isoformat()}
    (RESULTS / f"{name}.json").write_text(json.dumps(result, indent=1, ensure_ascii=False))


def main(arguments: list[str]) -> int:
    """Each benchmark runs in a process of its own, so that peak memory is its own."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    if arguments[:1] == ["--in-process"]:
        run_one(arguments[1])
        return 0
    failed = []
    for name in arguments or names():
        print(f"» {name}", flush=True)
        if subprocess.run([sys.executable, "-m", "bench", "--in-process", name], cwd=ROOT, check=False).returncode:
            failed.append(name)
    report.write(RESULTS, ROOT / "docs" / "benchmarks.md")
    print("docs/benchmarks.md written" + (f"; failed: {', '.join(failed)}" if failed else ""))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
