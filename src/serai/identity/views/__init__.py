"""The pages of identity: why someone looks, who has an account, what was done."""

from serai.identity.views import accounts, log
from serai.identity.views.purpose import purpose

__all__ = ["accounts", "log", "purpose"]
