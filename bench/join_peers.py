"""The same question put to naive SQL on DuckDB, to Polars and to Spark local. None of them merges pieces."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from typing import Any

import duckdb
import pyarrow as pa

from bench.movements import Movements
from serai.tracing.domain.join import numbered, place_exposures
from serai.tracing.domain.match import Cases
from serai.tracing.domain.rules import default_rules
from serai.tracing.domain.window import Window

NAIVE = """
SELECT c."case", o.person AS contact, s.place,
       CAST(greatest(s."start", o."start", c.lo) AS DATE) AS day, count(*) AS pieces
FROM {cases} c JOIN {stays} s ON s.person = c.person JOIN {stays} o ON o.place = s.place AND o.person <> s.person
WHERE s."start" < c.hi AND s."end" > c.lo AND o."start" < least(s."end", c.hi) AND o."end" > greatest(s."start", c.lo)
GROUP BY ALL"""


def used(work: Callable[[], Any]) -> tuple[float, float, Any]:
    """CPU, wall, result."""
    before, began = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    found = work()
    after, wall = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter() - began
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall, found


def naive(moved: Movements, asked: pa.Table) -> float:
    """CPU seconds of the naive join on the unsorted file. asked: cases with the generator's numbers."""
    with duckdb.connect(config={"threads": 2}) as con:
        con.register("bench_cases", asked)
        sql = NAIVE.format(cases="bench_cases", stays=f"read_parquet('{moved.unsorted}')")
        return used(lambda: con.sql(sql).to_arrow_table())[0]


def small(moved: Movements, given: pa.Table) -> list[dict[str, Any]]:
    """Wall seconds of everyone on the size that fits all."""
    con, rules = moved.store.connect(), default_rules()
    cases = Cases.of(given, Window()).table
    asked = moved.numbered(cases)

    def ours() -> pa.Table:
        return place_exposures(con, numbered(con, cases), rules)

    ours()
    with duckdb.connect(config={"threads": 2}) as plain:
        plain.register("bench_cases", asked)
        sql = NAIVE.format(cases="bench_cases", stays=f"read_parquet('{moved.unsorted}')")
        walls = {
            "Serai": used(ours)[1],
            "naive DuckDB": used(lambda: plain.sql(sql).to_arrow_table())[1],
            "Polars": used(lambda: polars(moved, asked))[1],
            "Spark local": spark(moved, asked),
        }
    rows = moved.store.size()["stays"]
    return [
        {"what": f"{rows / 1e6:g} M stays, {name}, wall", "value": round(wall, 2), "unit": "s"}
        for name, wall in walls.items()
    ]


def polars(moved: Movements, asked: pa.Table) -> Any:
    """Lazy, streaming."""
    import polars as pl

    stays = pl.scan_parquet(moved.unsorted).select("person", "place", "start", "end")
    cases: Any = pl.from_arrow(asked).lazy().with_columns(pl.col("person").cast(pl.Int32))  # type: ignore[union-attr]
    own = stays.join(cases, on="person").filter((pl.col("start") < pl.col("hi")) & (pl.col("end") > pl.col("lo")))
    own = own.with_columns(st=pl.max_horizontal("start", "lo"), en=pl.min_horizontal("end", "hi")).select(
        "case", "place", "st", "en", mine="person"
    )
    met = stays.join(own, on="place").filter(
        (pl.col("person") != pl.col("mine")) & (pl.col("start") < pl.col("en")) & (pl.col("end") > pl.col("st"))
    )
    day = pl.max_horizontal("start", "st").dt.date().alias("day")
    return met.group_by("case", "person", "place", day).agg(pl.len()).collect(engine="streaming")


def spark(moved: Movements, asked: pa.Table) -> float:
    """Wall seconds of the second run in a local session of two threads; the first warms it up."""
    from pyspark.sql import SparkSession

    builder: Any = SparkSession.builder
    session = (
        builder.master("local[2]")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.memory", "4g")
        .config("spark.sql.shuffle.partitions", "4")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    session.read.parquet(str(moved.unsorted)).createOrReplaceTempView("stays")
    rows = [tuple(r.values()) for r in asked.to_pylist()]
    session.createDataFrame(rows, "`case` int, person bigint, lo timestamp, hi timestamp").createOrReplaceTempView(
        "cases"
    )
    sql = NAIVE.replace('"', "`").format(cases="cases", stays="stays")

    def once() -> int:
        return int(session.sql(f"SELECT count(*) FROM ({sql})").collect()[0][0])

    once()
    wall = used(once)[1]
    session.stop()
    return wall
