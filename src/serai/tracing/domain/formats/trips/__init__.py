"""Trip-notice lists: what authorities publish of the trips that confirmed cases made."""

from serai.tracing.domain.formats.trips.read import COLUMNS, TYPES, read

__all__ = ["COLUMNS", "TYPES", "read"]
