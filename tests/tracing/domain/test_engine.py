"""DuckDB as Serai opens it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from serai.tracing.domain.engine import open_engine

SPILL = """
from serai.tracing.domain.engine import open_engine
con = open_engine(threads=1, memory_limit="20MB")
print(con.execute("SELECT current_setting('temp_directory')").fetchall()[0][0])
n = con.execute("SELECT count(*) FROM (SELECT a FROM range(3000000) t(a) ORDER BY hash(a))").fetchall()[0][0]
assert n == 3000000
"""


def test_two_engines_never_share_the_files_they_spill_to() -> None:
    engines = [open_engine(threads=1) for _ in range(2)]
    one, two = (engine.execute("SELECT current_setting('temp_directory')").fetchall() for engine in engines)
    assert one != two


def test_a_process_leaves_nothing_behind_where_it_ran_or_where_it_spilled(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", SPILL], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert list(tmp_path.iterdir()) == []
    assert not Path(done.stdout.strip()).parent.exists()


def test_engines_speak_utc_in_cursors_too() -> None:
    assert open_engine().cursor().execute("SELECT '2026-11-01T00:00Z'::TIMESTAMPTZ::VARCHAR").fetchall() == [
        ("2026-11-01 00:00:00+00",)
    ]
