"""The movement store: two sorted copies of all stays, legs beside them, in Parquet segments under one manifest.

docs/architecture/movement-store.md describes the files.
"""

from serai.tracing.domain.store.append import Appended
from serai.tracing.domain.store.store import MovementStore

__all__ = ["Appended", "MovementStore"]
