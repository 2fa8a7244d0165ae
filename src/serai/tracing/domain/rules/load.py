"""Reads rule files. Every mistake is one line that names the file, the rule and what was expected."""

from __future__ import annotations

import hashlib
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from serai.registry.domain.errors import BadInput
from serai.registry.domain.movements import MODES
from serai.tracing.domain.rules.model import TIERS, Rule, RuleSet

ALLOWED = {"name", "kind", "mode", "min_minutes", "rows", "columns", "tier", "source"}
MAX_BYTES = 1_000_000


def default_rules() -> RuleSet:
    """The rules that ship with Serai."""
    return parse_rules(files("serai.tracing.domain.rules").joinpath("default.yaml").read_text("utf-8"), "default.yaml")


def load_rules(path: Path | None) -> RuleSet:
    """The rules of a file, or the default ones. Raises BadInput."""
    if path is None:
        return default_rules()
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BadInput("the rule file is too large", where=str(path), expected=f"at most {MAX_BYTES} bytes")
        return parse_rules(path.read_text("utf-8"), path.name)
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput("cannot be read as text", where=str(path), expected="a YAML rule file") from error


def parse_rules(text: str, where: str) -> RuleSet:
    """Rules from YAML text. Raises BadInput."""
    try:
        data = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise BadInput("is not YAML", where=f"{where}{line}", expected="pathogen, window and rules") from error
    if not isinstance(data, dict) or not isinstance(data.get("rules"), list) or not data["rules"]:
        raise BadInput(
            "has no list of rules", where=where, expected="rules: [{kind or mode, min_minutes, tier, source}]"
        )
    window = data.get("window") or {}
    if not isinstance(window, dict):
        raise BadInput("window is not a pair of hours", where=where, expected="{before_hours, after_hours}")
    measures = data.get("measures") or {}
    if not isinstance(measures, dict):
        raise BadInput("measures is not a factor with its source", where=where, expected="{factor, source}")
    rules = tuple(_rule(item, f"{where}, rule {i}") for i, item in enumerate(data["rules"], start=1))
    return RuleSet(
        pathogen=str(data.get("pathogen", "")),
        before_hours=_number(window, "before_hours", 48, where),
        after_hours=_number(window, "after_hours", 240, where),
        rules=rules,
        measures=_number(measures, "factor", 1, where),
        measures_source=str(measures.get("source") or "Assumption: none known"),
        digest=hashlib.sha256(text.encode()).hexdigest(),
    )


def _number(item: dict[str, Any], key: str, default: float, where: str) -> float:
    value = item.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e6:
        raise BadInput(f"{key} is {value!r}", where=where, expected="a number of 0 or more")
    return float(value)


def _distance(item: dict[str, Any], key: str, where: str) -> int | None:
    value = item.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 1000:
        raise BadInput(f"{key} is {value!r}", where=where, expected="a whole number of seats, 0 or more")
    return value


def _rule(item: object, where: str) -> Rule:
    if not isinstance(item, dict):
        raise BadInput(f"is {item!r}", where=where, expected="{kind or mode, min_minutes, tier, source}")
    if unknown := sorted(map(str, set(item) - ALLOWED)):
        raise BadInput(f"has unknown words: {', '.join(unknown)}", where=where, expected=", ".join(sorted(ALLOWED)))
    if ("kind" in item) == ("mode" in item):
        raise BadInput("names both or neither of kind and mode", where=where, expected="exactly one of them")
    mode = item.get("mode")
    if mode is not None and mode not in MODES:
        raise BadInput(f"mode is {mode!r}", where=where, expected="one of " + ", ".join(MODES))
    kind = str(mode or item["kind"])
    tier = item.get("tier")
    if tier not in TIERS:
        raise BadInput(f"tier is {tier!r}", where=where, expected="close or casual")
    rows, columns = _distance(item, "rows", where), _distance(item, "columns", where)
    if mode is None and (rows is not None or columns is not None):
        raise BadInput("gives seat distances to a place", where=where, expected="rows and columns for modes only")
    spread = "-seats" if rows is not None or columns is not None else ""
    return Rule(
        name=str(item.get("name") or f"{kind}-{tier}{spread}"),
        kind=kind,
        min_minutes=_number(item, "min_minutes", 0, where),
        tier=tier,
        source=str(item.get("source") or ""),
        rows=rows,
        columns=columns,
        travel=mode is not None,
    )
