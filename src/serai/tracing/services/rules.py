"""Putting contact rules in force."""

from __future__ import annotations

from django.db import transaction

from serai.core import audit, clock
from serai.identity.actors import Actor
from serai.tracing.domain.rules import parse_rules
from serai.tracing.models import RuleVersion


def rules_adopt(*, by: Actor, text: str) -> RuleVersion:
    """Put these rules in force for every later search; adopting old ones again brings them back.

    Args: text: YAML in the form of `domain/rules/default.yaml`. Raises: BadInput.
    """
    rules = parse_rules(text, "rules")
    with transaction.atomic():
        version, _ = RuleVersion.objects.update_or_create(
            digest=rules.digest, defaults={"text": text, "adopted_at": clock.now(), "adopted_by": by.name}
        )
        audit.record(by=by, action="rules.adopt", object_type="rules", object_id=version.digest[:12])
    return version
