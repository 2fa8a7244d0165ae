"""Contact rules: data with sources, and its reader."""

from serai.tracing.domain.rules.load import default_rules, load_rules, parse_rules
from serai.tracing.domain.rules.model import TIERS, Rule, RuleSet, Tier

__all__ = ["TIERS", "Rule", "RuleSet", "Tier", "default_rules", "load_rules", "parse_rules"]
