"""`make soak`: every test marked `soak` in its long form, one at a time, resumable; results go to docs/soak.md."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[1]
STATE = ROOT / "var" / "soak" / "results.json"
PYTEST = [sys.executable, "-m", "pytest", "-m", "soak", "-q"]


def collected() -> list[str]:
    """Node ids of the long proofs."""
    out = subprocess.run([*PYTEST, "--collect-only"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    return [line for line in out.splitlines() if "::" in line]


def prove(node: str) -> dict[str, object]:
    """Run one proof in its long form."""
    start = time.monotonic()
    done = subprocess.run(
        [*PYTEST, node], cwd=ROOT, capture_output=True, text=True, check=False, env=os.environ | {"SERAI_SOAK": "1"}
    )
    if done.returncode:
        print(done.stdout[-3000:])
    return {
        "passed": done.returncode == 0,
        "seconds": round(time.monotonic() - start),
        "date": datetime.now(UTC).date().isoformat(),
    }


def write_page(results: dict[str, dict[str, object]]) -> None:
    """docs/soak.md from the stored results."""
    lines = [
        "# Long proofs",
        "",
        "Written by `make soak`, which runs each proof in its long form (`make test` runs the short one) and goes on",
        "where it was stopped.",
        "",
        "| Proof | Result | Seconds | Date |",
        "|---|---|---|---|",
    ]
    for node, result in sorted(results.items()):
        word = "holds" if result["passed"] else "FAILS"
        lines.append(f"| `{node}` | {word} | {result['seconds']} | {result['date']} |")
    (ROOT / "docs" / "soak.md").write_text("\n".join(lines) + "\n")


def main(arguments: list[str]) -> int:
    """Go on where the last run stopped; `--again` forgets what was proved."""
    STATE.parent.mkdir(parents=True, exist_ok=True)
    known = "--again" not in arguments and STATE.exists()
    results: dict[str, dict[str, object]] = json.loads(STATE.read_text()) if known else {}
    for node in collected():
        if results.get(node, {}).get("passed"):
            continue
        print(f"» {node}", flush=True)
        results[node] = prove(node)
        STATE.write_text(json.dumps(results, indent=1))
        write_page(results)
    return 0 if results and all(r["passed"] for r in results.values()) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
