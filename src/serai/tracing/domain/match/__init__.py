"""Who shared a place or a ride with a case, for how long, under which rule, and at which risk.

    result = match(cases, source=Movements(stays, legs), rules=default_rules())
    result.exposures, result.contacts      # Arrow tables, see EXPOSURE_COLUMNS and CONTACT_COLUMNS

Readings of the definition, where it leaves a choice (the join itself: serai.tracing.domain.join):

- A contact who is a case too carries that case's id; of several cases of one person, the first by anchor, then by id.
- `kind` of a ride is its mode. Where the case's own stays at a place bear several kinds, the kind with the
  strictest rule counts.
- `risk` combines by 1 − ∏(1 − p). P's `minutes` leave out rides of which no time is known (`minutes` empty in O).
"""

from serai.tracing.domain.match.facade import Cases, MatchResult, match
from serai.tracing.domain.match.output import CONTACT_COLUMNS, EXPOSURE_COLUMNS
from serai.tracing.domain.match.source import Movements, Source

__all__ = ["CONTACT_COLUMNS", "EXPOSURE_COLUMNS", "Cases", "MatchResult", "Movements", "Source", "match"]
