"""UN/EDIFACT as airlines send it: unwrapped, split into interchanges, messages and segments. Pure, no Django."""

from serai.tracing.domain.formats.edifact.messages import Message, messages
from serai.tracing.domain.formats.edifact.syntax import Segment, Separators

__all__ = ["Message", "Segment", "Separators", "messages"]
