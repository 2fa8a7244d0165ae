"""Reads of tracing."""

from __future__ import annotations

from serai.tracing.domain.rules import RuleSet, default_rules, parse_rules
from serai.tracing.models import RuleVersion


def rules_in_force() -> RuleSet:
    """The newest adopted rules, or those that ship with Serai."""
    version = RuleVersion.objects.order_by("-adopted_at", "-pk").first()
    return parse_rules(version.text, "rules") if version else default_rules()
