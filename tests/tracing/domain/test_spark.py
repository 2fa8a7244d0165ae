"""The join's expressions give the same rows on Spark as on DuckDB."""

from __future__ import annotations

import logging
import shutil
import warnings
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pytest

from serai.registry.domain.movements import LEG_COLUMNS, STAY_COLUMNS
from serai.tracing.domain import imports
from serai.tracing.domain.join import numbered, place_exposures, ride_exposures
from serai.tracing.domain.match import Cases, Movements
from serai.tracing.domain.rules import default_rules
from serai.tracing.domain.window import Window
from tests.tracing.domain.test_match import table
from tests.tracing.domain.worlds import World, world

TABLES = ("by_person", "by_place", "legs", "persons", "places", "runs")
pytestmark = [pytest.mark.soak, pytest.mark.slow]


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A local session in UTC; skipped, and seen to be, where there is no Spark or no Java."""
    pyspark = pytest.importorskip("pyspark", reason="pyspark is not installed (the group `bench` has it)")
    if not shutil.which("java"):
        pytest.skip("Spark needs Java")
    assert pyspark.__version__
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pyspark speaks of pandas, which nothing here uses
        import ibis
        from pyspark.sql import SparkSession

        builder: Any = SparkSession.builder
        for name, value in {
            "spark.sql.session.timeZone": "UTC", "spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "2",
            "spark.sql.warehouse.dir": str(tmp_path_factory.mktemp("warehouse")),
        }.items():  # fmt: skip
            builder = builder.config(name, value)
        session = builder.master("local[2]").getOrCreate()
        session.sparkContext.setLogLevel("ERROR")
        logging.getLogger("py4j").setLevel(logging.ERROR)  # it speaks once more after the test's output is closed
        yield ibis.pyspark.connect(session)
        session.stop()


def together(worlds: list[World]) -> World:
    """Worlds beside one another: ids and places of one are not those of another."""
    whole = World()
    for number, one in enumerate(worlds):
        own = f"{number}/"
        whole.cases += [replace(c, case_id=own + c.case_id, person_id=own + c.person_id) for c in one.cases]
        whole.stays += [replace(s, person_id=own + s.person_id, place_id=own + s.place_id) for s in one.stays]
        whole.legs += [replace(g, person_id=own + g.person_id, service=own + g.service) for g in one.legs]
    return whole


def rows(found: pa.Table) -> list[str]:
    return sorted(map(str, found.to_pylist()))


def handed_over(duck: Any, session: Any) -> None:
    """The same tables, in Spark."""
    for name in TABLES:
        held = duck.con.execute(f"FROM {name}").to_arrow_table()
        plain = [(f.name, pa.string() if pa.types.is_dictionary(f.type) else f.type) for f in held.schema]
        session.createDataFrame(held.cast(pa.schema(plain))).createOrReplaceTempView(name)


@pytest.mark.filterwarnings("ignore")
def test_the_join_gives_the_same_rows_on_spark_as_on_duckdb(spark: Any) -> None:
    whole = together([world(seed) for seed in range(40)])
    times = pa.timestamp("us", tz="UTC")
    schema = pa.schema([("case_id", "str"), ("person_id", "str"), ("onset", times), ("confirmed", times)])
    given = table(list(whole.cases), ("case_id", "person_id", "onset", "confirmed"), schema)
    duck = Movements(
        table(list(whole.stays), STAY_COLUMNS, imports.STAYS), table(list(whole.legs), LEG_COLUMNS, imports.LEGS)
    ).connect()
    handed_over(duck, spark.raw_sql("SELECT 1").sparkSession)
    asked = Cases.of(given, Window()).table
    people = numbered(duck, asked)
    assert numbered(spark, asked).equals(people)
    before = spark.list_tables()
    for duck_rows, spark_rows in (
        (place_exposures(duck, people, default_rules()), place_exposures(spark, people, default_rules())),
        (ride_exposures(duck, people), ride_exposures(spark, people)),
    ):
        assert duck_rows.num_rows > 20
        assert rows(spark_rows) == rows(duck_rows)
    assert spark.list_tables() == before
