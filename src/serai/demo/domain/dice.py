"""Draws that are the same for a seed on every machine."""

from __future__ import annotations

import math
from typing import Any, TypeAlias
from zlib import crc32

import numpy as np
from numpy.typing import ArrayLike, NDArray

Column: TypeAlias = NDArray[Any]
Size: TypeAlias = int | tuple[int, ...]


class Dice:
    """One stream of draws, named so that a draw added elsewhere leaves this stream as it is.

    Only raw bits come from NumPy (PCG64, whose stream is promised not to change); its distributions are not promised,
    so they are made here.
    """

    def __init__(self, seed: int, *names: str) -> None:
        words = [seed, *(crc32(name.encode()) for name in names)]
        self._bits = np.random.PCG64(np.random.SeedSequence(words))

    def uniform(self, size: Size) -> Column:
        """Floats in [0, 1)."""
        count = size if isinstance(size, int) else math.prod(size)
        raw = self._bits.random_raw(count)
        found: Column = ((raw >> np.uint64(11)) * 2.0**-53).reshape(size)
        return found

    def between(self, low: ArrayLike, high: ArrayLike, size: Size) -> Column:
        """Floats in [low, high)."""
        start = np.asarray(low, float)
        found: Column = start + (np.asarray(high, float) - start) * self.uniform(size)
        return found

    def below(self, high: ArrayLike, size: Size) -> Column:
        """Integers in [0, high)."""
        found: Column = (self.uniform(size) * np.asarray(high)).astype(np.int32)
        return found

    def chance(self, share: ArrayLike, size: Size) -> Column:
        """True with this probability."""
        found: Column = self.uniform(size) < np.asarray(share)
        return found

    def normal(self, size: Size) -> Column:
        """Standard normal (Box and Muller)."""
        radius = np.sqrt(-2 * np.log1p(-self.uniform(size)))
        found: Column = radius * np.cos(2 * math.pi * self.uniform(size))
        return found

    def pick(self, weights: ArrayLike, size: Size) -> Column:
        """Indexes with probability proportional to their weight."""
        return weighted(self.uniform(size), np.asarray(weights, float))

    def shuffled(self, count: int) -> Column:
        """0 … count − 1 in random order."""
        return np.argsort(self.uniform(count), kind="stable")


def weighted(uniform: Column, weights: Column) -> Column:
    """The index that each uniform draw falls on."""
    steps = np.cumsum(weights) / np.sum(weights)
    found: Column = np.minimum(np.searchsorted(steps, uniform, side="right"), len(weights) - 1).astype(np.int32)
    return found


def heavy_tail(uniform: Column, shape: float, most: float) -> Column:
    """Pareto of this shape from 1 up to `most`: a few are far larger than the rest."""
    found: Column = np.minimum((1 - uniform) ** (-1 / shape), most)
    return found
