"""What web and demo may use of tracing."""

from serai.tracing.lookup.services import notices_publish, trip_withdraw
from serai.tracing.movements import store as movement_store
from serai.tracing.search import run_now
from serai.tracing.services import (
    case_close,
    case_register,
    contact_mark,
    contacts_find,
    import_upload,
    movements_append,
    rules_adopt,
)

__all__ = [
    "case_close",
    "case_register",
    "contact_mark",
    "contacts_find",
    "import_upload",
    "movement_store",
    "movements_append",
    "notices_publish",
    "rules_adopt",
    "run_now",
    "trip_withdraw",
]
