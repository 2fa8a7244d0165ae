"""Shared time on service runs: cases ⋈ legs → times filled in → ⋈ legs of the run → seats → merge → UTC day → sum."""

from __future__ import annotations

from typing import Any

import ibis
import pyarrow as pa

from serai.tracing.domain import seats
from serai.tracing.domain.join.engines import steps
from serai.tracing.domain.join.merge import merged
from serai.tracing.domain.join.stops import precedence

RIDE_SCHEMA = pa.schema(
    [
        ("case", pa.int32()),
        ("contact", pa.int64()),
        ("run", pa.int64()),
        ("unit", pa.string()),
        ("day", pa.date32()),
        ("micros", pa.int64()),
        ("first", pa.timestamp("us")),
        ("last", pa.timestamp("us")),
        ("distance", pa.int32()),
        ("assumed", pa.bool_()),
    ]
)
"""One row per case, contact, run, unit and UTC day. `micros` is null where no clock is known; `distance` is that of
serai.tracing.domain.seats; `assumed`: a time was taken from the run or its stops because the leg has none."""

ONE_VEHICLE = ("air", "coach", "bus", "taxi")
"""Modes whose run is one vehicle: a leg without a unit is in the one that others name, or that nobody needs to name.
Only where they name several, as on a coach that runs twice, a unit is unknown."""


def ride_exposures(con: Any, cases: pa.Table) -> pa.Table:
    """Everyone aboard with a case. Args and errors as in `place_exposures`, on `legs` (and `stops`). Returns
    RIDE_SCHEMA.
    """
    with steps(con) as run:
        legs, asked = con.table("legs"), run.take(cases)
        own = run.keep(legs.semi_join(asked, "person").select("run").distinct())
        if not own.count().to_pyarrow().as_py():
            # no case rode: the steps below would cost a third of a second all the same
            return RIDE_SCHEMA.empty_table()
        named = run.keep(_spellings(con.table("runs"), own))
        aboard = run.keep(_timed(legs.join(named, "run").drop("run").rename(run="same")))
        aboard = run.keep(_seated(run, aboard))
        pairs = _pairs(asked, aboard)
        order = precedence(con, aboard)
        if order.num_rows:
            pairs = _in_order(run.keep(pairs), run.take(order))
        return _days(run.keep(pairs)).to_pyarrow().select(RIDE_SCHEMA.names).cast(RIDE_SCHEMA)


def _spellings(runs: Any, own: Any) -> Any:
    """The cases' runs under every spelling of their number ("G1234", "g 1234"): run, and `same`, the one they go by."""
    keyed = runs.select("id", "mode", "service", "date", number=runs.service.re_replace(r"\s", "").upper())
    same = ["mode", "number", "date"]
    mine = keyed.filter(keyed.id.isin(own.run)).select(same).distinct()
    known = keyed.semi_join(mine, same)
    first = known.group_by(same).aggregate(same=known.id.argmin(known.service))
    return known.join(first, same).select("same", run="id")


def _number(unit: Any) -> Any:
    """A unit's text as it is compared: "07", "7" and "7.0" are one carriage, "a" and "A" too."""
    plain = unit.re_search(r"^[0-9]+(\.0)?$")
    return ibis.ifelse(plain, unit.try_cast("float64").cast("int64").cast("string"), unit.upper())


def _known(text: Any) -> Any:
    return text.cast("string").strip().nullif("")


def _timed(legs: Any) -> Any:
    """Legs with a time each: their own; else that of their stop, taken from others aboard; else that of the whole
    run.
    """
    legs = legs.mutate(
        unit=_known(legs.unit),
        board=_known(legs.board),
        alight=_known(legs.alight),
        row=_known(legs.row),
        seat=_known(legs.seat),
    )
    run = ibis.window(group_by="run")
    board, alight = ibis.window(group_by=["run", "board"]), ibis.window(group_by=["run", "alight"])
    there = ibis.ifelse(legs.board.isnull(), ibis.null("timestamp"), legs.depart.min().over(board))
    back = ibis.ifelse(legs.alight.isnull(), ibis.null("timestamp"), legs.arrive.max().over(alight))
    legs = legs.mutate(
        st=ibis.coalesce(legs.depart, there, legs.depart.min().over(run)),
        en=ibis.coalesce(legs.arrive, back, legs.arrive.max().over(run)),
        sure=legs.depart.notnull() & legs.arrive.notnull(),
        number=_number(legs.unit),
    )
    # The one unit of a vehicle, which nobody needs to name: "" where nobody does.
    only = ibis.ifelse(legs.number.min().over(run) == legs.number.max().over(run), legs.unit.min().over(run), None)
    only = ibis.ifelse(legs.number.count().over(run) == 0, "", only)
    one = legs.unit.isnull() & legs["mode"].cast("string").isin(ONE_VEHICLE)
    clock = legs.sure | (legs.st.notnull() & legs.en.notnull() & (legs.st < legs.en)).fill_null(False)
    whole = legs.date.cast("timestamp")
    return legs.select(
        "person",
        "run",
        "mode",
        "board",
        "alight",
        "row",
        "seat",
        "sure",
        unit=ibis.ifelse(one, only, legs.unit),
        number=ibis.ifelse(one, _number(only), legs.number),
        clock=clock,
        st=ibis.ifelse(clock, legs.st, whole),
        en=ibis.ifelse(clock, legs.en, whole + ibis.interval(days=1)),
    )


def _seated(run: Any, legs: Any) -> Any:
    """Row, column and block as numbers: each distinct text is read once, in Python."""
    texts = legs.select(legs["mode"].cast("string").name("mode"), "row", "seat").distinct().to_pyarrow().to_pylist()
    read = [seats.parse(t["row"], t["seat"]) for t in texts]
    table = pa.table(
        {
            "seat_mode": pa.array([t["mode"] for t in texts], pa.string()),
            "seat_row": pa.array([t["row"] or "" for t in texts], pa.string()),
            "seat_seat": pa.array([t["seat"] or "" for t in texts], pa.string()),
            "r": pa.array([s.row for s in read], pa.int32()),
            "c": pa.array([seats.column(t["mode"], s.letter) for t, s in zip(texts, read, strict=True)], pa.int32()),
            "b": pa.array([seats.block(s.letter) for s in read], pa.int32()),
        }
    )
    known = run.take(table)
    on = [
        legs["mode"].cast("string") == known.seat_mode,
        legs.row.fill_null("") == known.seat_row,
        legs.seat.fill_null("") == known.seat_seat,
    ]
    return legs.join(known, on).drop("seat_mode", "seat_row", "seat_seat", "row", "seat")


def _pairs(cases: Any, aboard: Any) -> Any:
    """Every two legs of a case and another person that can have shared a unit at some moment."""
    legs = aboard.join(cases, "person").filter(lambda t: (t.st < t.hi) & (t.en > t.lo) & (t.st < t.en))
    mine = legs.select(
        "case", "person", "run", "unit", "number", "sure", "clock", "board", "alight", "r", "c", "b",
        st=ibis.greatest(legs.st, legs.lo), en=ibis.least(legs.en, legs.hi),
    )  # fmt: skip
    other = aboard.rename({f"o_{name}": name for name in aboard.columns})
    met = mine.join(
        other,
        [
            mine.run == other.o_run,
            mine.person != other.o_person,
            mine.st < other.o_en,
            mine.en > other.o_st,
            other.o_st < other.o_en,
            mine.number.isnull() | other.o_number.isnull() | (mine.number == other.o_number),
        ],
    )
    rows, columns = (met.r - met.o_r).abs(), (met.c - met.o_c).abs()
    seat = (
        rows * 10_000 + columns.fill_null(seats.COLUMN_UNKNOWN) * 10 + (met.b != met.o_b).fill_null(True).cast("int32")
    )
    unknown = met.unit.isnull() | met.o_unit.isnull()
    return met.select(
        "case", "run", "board", "alight", "o_board", "o_alight",
        contact="o_person",
        unit=ibis.coalesce(met.unit, met.o_unit, ibis.literal("")),
        number=ibis.coalesce(met.number, met.o_number, ibis.literal("")),
        st=ibis.greatest(met.st, met.o_st),
        en=ibis.least(met.en, met.o_en),
        clock=met.clock & met.o_clock,
        sure=met.sure & met.o_sure,
        distance=ibis.ifelse(
            unknown, seats.UNIT_UNKNOWN + rows.fill_null(0), seat.fill_null(seats.SEAT_UNKNOWN)
        ).cast("int32"),
    )  # fmt: skip


def _in_order(pairs: Any, order: Any) -> Any:
    """Without those who, by the order of the stops, were never aboard together. A clock of both outranks the order."""
    left = pairs.semi_join(order, [pairs.run == order.run, pairs.alight == order.a, pairs.o_board == order.b])
    right = pairs.semi_join(order, [pairs.run == order.run, pairs.o_alight == order.a, pairs.board == order.b])
    apart = left.union(right).filter(lambda t: ~t.sure).distinct()
    keys = [
        "case",
        "run",
        "contact",
        "st",
        "en",
        "sure",
        "clock",
        "unit",
        "number",
        "distance",
        "board",
        "alight",
        "o_board",
        "o_alight",
    ]
    return pairs.anti_join(apart, keys)


def _days(pairs: Any) -> Any:
    keys = ["case", "contact", "run", "number"]
    best = pairs.mutate(best=pairs.clock.max().over(ibis.window(group_by=keys)))
    pieces = best.filter(best.clock == best.best)
    whole = merged(
        pieces,
        keys,
        unit=lambda t: t.unit.min(),
        distance=lambda t: t.distance.min(),
        clock=lambda t: t.clock.max(),
        sure=lambda t: t.sure.max(),
    )
    days = whole.mutate(day=whole.st.date())
    summed = days.group_by([*keys, "day"]).aggregate(
        micros=days.en.delta(days.st, unit="microsecond").sum().cast("int64"),
        clock=days.clock.min(),
        first=days.st.min(),
        last=days.en.max(),
        unit=days.unit.min(),
        distance=days.distance.min(),
        assumed=~days.sure.min(),
    )
    return summed.mutate(micros=ibis.ifelse(summed.clock, summed.micros, ibis.null("int64"))).drop("clock")
