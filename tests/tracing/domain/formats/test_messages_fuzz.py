from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from serai.registry.domain.errors import BadInput
from serai.tracing.domain.formats import paxlst as paxlst_format
from serai.tracing.domain.formats import pnrgov as pnrgov_format

from .message_samples import ADULT, BABY, BOOKING, CREW, paxlst, pnrgov

SAMPLES = [paxlst(ADULT, BABY, CREW).encode(), pnrgov(BOOKING).encode()]
EDITS = st.lists(st.tuples(st.integers(0, 2000), st.binary(max_size=6), st.integers(0, 30)), max_size=6)


def parsed_or_refused(raw: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "m.edi"
        path.write_bytes(raw)
        for module in (paxlst_format, pnrgov_format):
            with contextlib.suppress(BadInput):
                module.read(path)


@given(st.sampled_from(SAMPLES), EDITS)
def test_damaged_message_is_read_or_refused_but_never_breaks(raw: bytes, edits: list[tuple[int, bytes, int]]) -> None:
    for position, new, dropped in edits:
        position %= len(raw) + 1
        raw = raw[:position] + new + raw[position + dropped :]
    parsed_or_refused(raw)


@given(st.sampled_from(SAMPLES), st.data())
def test_message_with_segments_lost_or_moved_never_breaks(raw: bytes, data: st.DataObject) -> None:
    parts = raw.split(b"'")
    kept = data.draw(st.lists(st.sampled_from(parts), max_size=len(parts)))
    parsed_or_refused(b"'".join([*parts[:3], *kept, *parts[-3:]]))


@given(st.permutations(list("!$%&*/;|~^")), st.text(alphabet="ABC !$%&*/;|~^:+?'", min_size=1, max_size=20))
def test_any_separators_and_any_name_survive_the_round_trip(marks: list[str], name: str) -> None:
    component, element, release, end = marks[:4]
    escaped = "".join(release + c if c in marks[:4] else c for c in name)
    plain = paxlst(["NAD+FL+++@:@", "DOC+P+D9"])
    text = plain.translate(str.maketrans({":": component, "+": element, "'": end})).replace("@", escaped)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "m.edi"
        path.write_text(f"UNA{component}{element}.{release} {end}{text}")
        assert paxlst_format.read(path).travellers[0].family == name.strip()
