"""A log in a folder that this process writes: `checkpoint` and `tile/…` for everybody, `state/` for itself.

An append is done once the journal, an SQLite database with `synchronous=FULL`, has it on the disk. The files are made
from the journal and can be made again from it at any moment, so a crash between the two loses nothing.
"""

from serai.ledger.domain.log.writer import Appended, Log

__all__ = ["Appended", "Log"]
