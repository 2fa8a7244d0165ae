"""How likely an exposure infects: p = 1 − exp(−λ · hours · w · m), each factor with its source."""

from serai.tracing.domain.risk.dose import Risk, risks
from serai.tracing.domain.risk.factors import FACTORS
from serai.tracing.domain.risk.infectiousness import infectiousness, relative
from serai.tracing.domain.risk.rates import Rate, rate

__all__ = ["FACTORS", "Rate", "Risk", "infectiousness", "rate", "relative", "risks"]
