"""Text ids of cases as the numbers of a store."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from serai.tracing.domain.join.engines import steps


def numbered(con: Any, cases: pa.Table) -> pa.Table:
    """Cases (case, person_id, lo, hi) with the store's person numbers; who is not in the store is left out.

    Returns: case int32, person int64, lo, hi.
    """
    with steps(con) as run:
        asked, persons = run.take(cases.select(["case", "person_id", "lo", "hi"])), con.table("persons")
        found = asked.join(persons, asked.person_id == persons.text)
        rows = found.select("case", "lo", "hi", person=persons.id.cast("int64")).order_by("case").to_pyarrow()
    return rows.select(["case", "person", "lo", "hi"]).cast(
        pa.schema(
            [("case", pa.int32()), ("person", pa.int64()), ("lo", pa.timestamp("us")), ("hi", pa.timestamp("us"))]
        )
    )
