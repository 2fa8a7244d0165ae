"""Facts: named questions about a subject that one room answers. Asked with a purpose, audited."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied

from serai.core import audit
from serai.core.actors import ActorLike

_answers: dict[str, Callable[[str], Any]] = {}


class NobodyAnswers(LookupError):
    """No room of this station answers the question."""


def answer(question: str) -> Callable[[Callable[[str], Any]], Callable[[str], Any]]:
    """Decorator: this answers `question` (e.g. `tracing.under_order`) on a subject's code, as JSON-able data."""

    def register(function: Callable[[str], Any]) -> Callable[[str], Any]:
        _answers[question] = function
        return function

    return register


def ask(*, by: ActorLike, question: str, subject: str) -> Any:
    """The answer. Raises PermissionDenied without an open purpose, NobodyAnswers if no room registered."""
    if by.purpose is None:
        raise PermissionDenied("state a purpose first")
    if question not in _answers:
        raise NobodyAnswers(question)
    audit.record(by=by, action="fact.ask", object_type="fact", object_id=question, subjects=[subject])
    return _answers[question](subject)
