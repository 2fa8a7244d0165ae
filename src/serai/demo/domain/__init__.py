"""A generated outbreak whose truth is known: two countries, their people, fourteen days, and who infected whom.

Pure and reproducible by seed. It shares no constant with the engine that it is used to judge.
"""

from serai.demo.domain.world import World, generate

__all__ = ["World", "generate"]
