"""What core needs to know of whoever acts; identity has the real thing."""

from __future__ import annotations

from typing import Protocol


class OpenPurpose(Protocol):
    """A stated purpose."""

    @property
    def purpose(self) -> str: ...
    @property
    def reference(self) -> str: ...


class ActorLike(Protocol):
    """Whoever acts: a person signed in, or the system under a name."""

    @property
    def account_id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def organisation(self) -> str: ...
    @property
    def purpose(self) -> OpenPurpose | None: ...
