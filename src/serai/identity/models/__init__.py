"""Who may sign in, for whom they work, what they may do and why they look."""

from serai.identity.models.accounts import Account, Membership, Organisation
from serai.identity.models.openings import Grant, PurposeOpening

__all__ = ["Account", "Grant", "Membership", "Organisation", "PurposeOpening"]
