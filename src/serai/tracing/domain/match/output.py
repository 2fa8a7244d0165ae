"""Rated rows as the two tables of the contract, in DuckDB: texts and reasons are put in while rows are written."""

from __future__ import annotations

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
_ITEM = """',{"factor": "%s", "value": ' || %s || ', "text": "' || %s || '", "source": %s}'"""

REASONS = "p.head || coalesce(" + " || ".join(
    (
        _ITEM % ("duration", _MINUTES, _MINUTES + " || ' minutes together'", '"Movement records"'),
        _ITEM % (
            "saturation",
            "round(r.dosed, 2)::VARCHAR",
            "round(r.dosed, 2)::VARCHAR || ' hours of dose: more time in a day adds less'",
            "' || p.cap || '",
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

EXPOSURES = f"""
SELECT c.case_id, person.text AS contact_id, other.case_id AS contact_case_id,
       coalesce('place:' || place.text,
                run.mode || ':' || run.service || ':' || run.date::VARCHAR || ':' || coalesce(r.unit, '')) AS setting,
       p.kind, r.day, r.minutes, p.proximity, p.rule, p.tier, round(r.risk, 9) AS risk, {REASONS} AS reasons,
       round(r.risk_low, 9) AS risk_low, round(r.risk_high, 9) AS risk_high, r."case", r.contact, p.strict
FROM serai_rated r
JOIN serai_case c ON c."case" = r."case"
JOIN serai_profile p ON p.profile = r.profile
JOIN persons person ON person.id = r.contact
LEFT JOIN serai_contact_case other ON other.person = r.contact
LEFT JOIN places place ON place.id = r.place
LEFT JOIN runs run ON run.id = r.run
"""  # noqa: S608 (own words only)

CONTACTS = f"""
WITH one AS (
    SELECT r."case", r.contact, 1 - exp(sum(ln(greatest(1 - r.risk, 1e-300)))) AS risk,
           1 - exp(sum(ln(greatest(1 - r.risk_low, 1e-300)))) AS risk_low,
           1 - exp(sum(ln(greatest(1 - r.risk_high, 1e-300)))) AS risk_high,
           min(p.strict) AS strict, sum(r.minutes) AS minutes, min(r.day) AS first_day, max(r.day) AS last_day,
           count(*) AS days, arg_max(r.row, r.risk) AS worst,
           list(DISTINCT {{'place': r.place, 'run': r.run, 'unit': r.unit}}) AS settings
    FROM serai_rated r JOIN serai_profile p ON p.profile = r.profile GROUP BY ALL
), spread AS (
    SELECT "case", contact, unnest(settings) AS s FROM one
), named AS (
    SELECT "case", contact, to_json(list(setting ORDER BY setting))::VARCHAR AS settings FROM (
        SELECT "case", contact, coalesce('place:' || place.text,
               run.mode || ':' || run.service || ':' || run.date::VARCHAR || ':' || coalesce(s.unit, '')) AS setting
        FROM spread LEFT JOIN places place ON place.id = s.place LEFT JOIN runs run ON run.id = s.run
    ) GROUP BY ALL
)
SELECT c.case_id, person.text AS contact_id, other.case_id AS contact_case_id,
       row_number() OVER (PARTITION BY one."case"
           ORDER BY one.risk DESC, one.strict, one.minutes DESC NULLS LAST, person.text) AS rank,
       round(one.risk, 9) AS risk, CASE one.strict WHEN 0 THEN 'close' ELSE 'casual' END AS tier, one.minutes,
       one.first_day, one.last_day, named.settings,
       left({REASONS}, -1) || ',{{"factor": "combined", "value": ' || one.days || ', "text": "' || one.days
           || ' exposures combined; the riskiest is shown", "source": "1 − ∏(1 − p)"}}]' AS reasons,
       round(one.risk_low, 9) AS risk_low, round(one.risk_high, 9) AS risk_high, one."case"
FROM one
JOIN serai_rated r ON r.row = one.worst
JOIN serai_profile p ON p.profile = r.profile
JOIN serai_case c ON c."case" = one."case"
JOIN named ON named."case" = one."case" AND named.contact = one.contact
JOIN persons person ON person.id = one.contact
LEFT JOIN serai_contact_case other ON other.person = one.contact
"""  # noqa: S608 (own words only)


def exposures(columns: tuple[str, ...]) -> str:
    """The exposures in a fixed order."""
    names = ", ".join(f'"{c}"' for c in columns)
    return f'SELECT {names} FROM ({EXPOSURES}) ORDER BY "case", contact_id, day, setting'  # noqa: S608 (own words only)


def contacts(columns: tuple[str, ...]) -> str:
    """The contacts, case by case, the riskiest first."""
    names = ", ".join(f'"{c}"' for c in columns)
    return f'SELECT {names} FROM ({CONTACTS}) ORDER BY "case", rank'  # noqa: S608 (own words only)
