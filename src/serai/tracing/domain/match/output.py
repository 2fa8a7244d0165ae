"""Rated rows as the two tables of the contract, in DuckDB: texts and reasons are put in while rows are written."""

from __future__ import annotations

import pyarrow as pa

EXPOSURE_COLUMNS = (
    *("case_id", "contact_id", "contact_case_id", "setting", "kind", "day"),
    *("minutes", "proximity", "rule", "tier", "risk", "reasons"),
)
CONTACT_COLUMNS = (
    *("case_id", "contact_id", "contact_case_id", "rank", "risk", "tier"),
    *("minutes", "first_day", "last_day", "settings", "reasons"),
)
RANGE = ("risk_low", "risk_high")

_MINUTES = (
    "CASE WHEN r.minutes = trunc(r.minutes) THEN r.minutes::BIGINT::VARCHAR ELSE round(r.minutes, 3)::VARCHAR END"
)
_ITEM = """',{"factor":"%s","value":' || %s || ',"text":"' || %s || '","source":%s}'"""

REASONS = "r.head::VARCHAR || coalesce(" + " || ".join(
    (
        _ITEM % ("duration", _MINUTES, _MINUTES + " || ' minutes together'", '"Movement records"'),
        _ITEM % (
            "saturation",
            "round(r.dosed, 2)::VARCHAR",
            "round(r.dosed, 2)::VARCHAR || ' hours of dose: more time in a day adds less'",
            "' || r.cap::VARCHAR || '",
        ),
    )
) + ", '') || " + _ITEM % (
    "timing",
    "round(r.timing, 2)::VARCHAR",
    "round(r.timing, 2)::VARCHAR || ' times the average infectious day, ' "
    "|| round(r.from_onset, 1)::VARCHAR || ' days from onset'",
    '"He et al. 2020, corrected"',
) + " || ']'"  # fmt: skip
"""JSON list of reasons of a row: what its profile says, then its own numbers."""

ROWS = """
CREATE OR REPLACE TEMPORARY TABLE serai_row AS
SELECT r.*, p.head::%HEADS% AS head, p.cap::%CAPS% AS cap, p.strict, p.kind, p.proximity, p.rule, p.tier,
       c.case_id, person.text AS contact_id, other.case_id AS contact_case_id,
       coalesce('place:' || place.text,
                run.mode || ':' || run.service || ':' || run.date::VARCHAR || ':' || coalesce(r.unit, '')) AS setting
FROM serai_rated r
JOIN serai_profile p ON p.profile = r.profile
JOIN serai_case c ON c."case" = r."case"
JOIN persons person ON person.id = r.contact
LEFT JOIN serai_contact_case other ON other.person = r.contact
LEFT JOIN places place ON place.id = r.place
LEFT JOIN runs run ON run.id = r.run
ORDER BY r."case", r.contact, r.day, r.place, r.run, r.unit
"""
"""Rows with their texts, in order, still without reasons: sorting those would move a hundred times as much.
What rows of a profile share is an ENUM, a number a row: a join done afterwards could change the order."""

EXPOSURES = f"""
SELECT r.case_id, r.contact_id, r.contact_case_id, r.setting, r.kind, r.day, r.minutes, r.proximity, r.rule, r.tier,
       round(r.risk, 9) AS risk, {REASONS} AS reasons,
       round(r.risk_low, 9) AS risk_low, round(r.risk_high, 9) AS risk_high
FROM serai_row r
"""  # noqa: S608 (own words only)

_ANY = "1 - exp(sum(ln(greatest(1 - {0}, 1e-300))))"

RANKED = f"""
CREATE OR REPLACE TEMPORARY TABLE serai_contact AS
WITH place AS (
    SELECT "case", contact, setting,
           any_value(contact_id) AS contact_id, any_value(contact_case_id) AS contact_case_id,
           {_ANY.format("risk")} AS risk,
           {_ANY.format("risk_low")} AS risk_low, {_ANY.format("risk_high")} AS risk_high,
           min(strict) AS strict, sum(minutes) AS minutes, min(day) AS first_day, max(day) AS last_day,
           count(*) AS days, arg_max(row, risk) AS worst, max(risk) AS most
    FROM serai_row GROUP BY "case", contact, setting
), one AS (
    SELECT "case", contact, any_value(contact_id) AS contact_id, any_value(contact_case_id) AS contact_case_id,
           {_ANY.format("risk")} AS risk,
           {_ANY.format("risk_low")} AS risk_low, {_ANY.format("risk_high")} AS risk_high,
           min(strict) AS strict, sum(minutes) AS minutes, min(first_day) AS first_day, max(last_day) AS last_day,
           sum(days)::BIGINT AS days, arg_max(worst, most) AS worst,
           to_json(list_sort(list(setting)))::VARCHAR AS settings
    FROM place GROUP BY "case", contact
)
SELECT one.* EXCLUDE (minutes), w.case_id, one.minutes AS total,
       w.minutes, w.dosed, w.timing, w.from_onset, w.head, w.cap,
       row_number() OVER (PARTITION BY one."case"
           ORDER BY one.risk DESC, one.strict, one.minutes DESC NULLS LAST, one.contact_id) AS rank
FROM one JOIN serai_row w ON w.row = one.worst
ORDER BY one."case", rank
"""  # noqa: S608 (own words only)

CONTACTS = f"""
SELECT r.case_id, r.contact_id, r.contact_case_id, r.rank, round(r.risk, 9) AS risk,
       CASE r.strict WHEN 0 THEN 'close' ELSE 'casual' END AS tier,
       r.total AS minutes, r.first_day, r.last_day, r.settings,
       left({REASONS}, -1) || ',{{"factor":"combined","value":' || r.days || ',"text":"' || r.days
           || ' exposures combined; the riskiest is shown","source":"1 − ∏(1 − p)"}}]' AS reasons,
       round(r.risk_low, 9) AS risk_low, round(r.risk_high, 9) AS risk_high
FROM serai_contact r
"""  # noqa: S608 (own words only)


def chosen(sql: str, columns: tuple[str, ...]) -> str:
    """Some columns of EXPOSURES or CONTACTS, in their order."""
    names = ", ".join(f'"{c}"' for c in columns)
    return f"SELECT {names} FROM ({sql})"  # noqa: S608 (own words only)


def rows(profiles: pa.Table) -> str:
    """The statement that makes the rows. `profiles`: Profiles.table."""
    sql = ROWS
    for mark, name in (("%HEADS%", "head"), ("%CAPS%", "cap")):
        texts = dict.fromkeys(profiles[name].to_pylist()) or {"": None}
        sql = sql.replace(mark, "ENUM(" + ", ".join("'" + t.replace("'", "''") + "'" for t in texts) + ")")
    return sql
