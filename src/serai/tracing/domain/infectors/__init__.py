"""Backward tracing: which earlier case may have infected this one, from anchors and dated route points.

ranked = rank(read_cases(path).table, routes.read(points).points, top=10)   # case, candidate, rank, score, reasons
"""

from serai.tracing.domain.infectors.model import COVID, Serial
from serai.tracing.domain.infectors.ranking import RANKED, rank

__all__ = ["COVID", "RANKED", "Serial", "rank"]
