"""Trip-notice lists: what authorities publish of the trips that confirmed cases made."""

from serai.tracing.domain.formats.trips.read import COLUMNS, TYPES, read
from serai.tracing.domain.formats.trips.services import service_number

__all__ = ["COLUMNS", "TYPES", "read", "service_number"]
