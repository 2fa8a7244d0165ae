"""Small steps with files."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def link_or_copy(source: Path, target: Path) -> None:
    """The same content under a second name: a hard link, or a copy where that is on another disk.

    For files that are replaced and never changed; a change would show under both names.
    """
    try:
        os.link(source, target)
    except FileNotFoundError:
        raise
    except OSError:
        shutil.copyfile(source, target)
