"""Pages of tracing."""

from serai.tracing.views import cases, contacts, imports, rules

__all__ = ["cases", "contacts", "imports", "rules"]
