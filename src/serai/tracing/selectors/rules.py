"""Rules in force, and those that older results went by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from importlib.resources import files

from serai.tracing.domain.rules import RuleSet, default_rules, parse_rules
from serai.tracing.models import RuleVersion


@dataclass(frozen=True, slots=True)
class RuleText:
    """A version as the rules page lists it."""

    digest: str
    adopted_at: datetime | None
    adopted_by: str
    text: str


@lru_cache(maxsize=16)
def _parsed(text: str) -> RuleSet:
    return parse_rules(text, "rules")


@lru_cache(maxsize=1)
def _default() -> RuleSet:
    return default_rules()


def rules_in_force() -> RuleSet:
    """The newest adopted rules, or those that ship with Serai."""
    text = RuleVersion.objects.order_by("-adopted_at", "-pk").values_list("text", flat=True).first()
    return _parsed(text) if text else _default()


def rules_by_digest(digest: str) -> RuleSet | None:
    """The rules that a result went by, or None where they are not kept here."""
    if digest == _default().digest:
        return _default()
    text = RuleVersion.objects.filter(digest=digest).values_list("text", flat=True).first()
    return _parsed(text) if text else None


def rule_texts() -> list[RuleText]:
    """All versions, the newest first; at the end those that ship with Serai."""
    rows = RuleVersion.objects.order_by("-adopted_at", "-pk")
    known = [RuleText(r.digest, r.adopted_at, r.adopted_by, r.text) for r in rows]
    shipped = files("serai.tracing.domain.rules").joinpath("default.yaml").read_text("utf-8")
    if _default().digest not in {r.digest for r in known}:
        known.append(RuleText(_default().digest, None, "", shipped))
    return known
