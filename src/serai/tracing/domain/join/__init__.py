"""The exposure join: who shared time with a case, at places and aboard, in Ibis.

Readings of the definition, where it leaves a choice:

- Clipped pieces are merged over all that the two people have in one setting, before days are told apart. So a
  merged piece
  that runs over midnight belongs whole to the UTC day of its start.
- The case's own intervals are merged first. That changes nothing: the pieces are the intersection of two unions
  either way.
- Zero-length stays and overlaps are no shared time. Exact duplicates vanish in the merge.
- A ride's setting has the unit that is known: the case's, else the contact's, else none. Each pairing of units is a
  setting of its own.
- A run of one vehicle (aircraft, coach, bus, taxi) has one unit, named or not, unless its legs name several: seats
  count.
- Numbers of runs that differ in blanks and capitals are one number, "07" and "7" one carriage. The setting says them
  as the first of their spellings.
- A leg without a time takes that of its stop from others aboard; else the run's first departure or last arrival;
  else the whole
  origin day with unknown minutes. All are flagged. If the stops' order says that two people were never aboard
  together, they are no
  contacts, unless both have times of their own.
- Of several legs of the same two people on a day, the nearest pair of seats counts, known before unknown.
"""

from serai.tracing.domain.join.people import numbered
from serai.tracing.domain.join.places import PLACE_SCHEMA, place_exposures
from serai.tracing.domain.join.rides import RIDE_SCHEMA, ride_exposures

__all__ = ["PLACE_SCHEMA", "RIDE_SCHEMA", "numbered", "place_exposures", "ride_exposures"]
