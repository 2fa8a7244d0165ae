"""What web and demo may use of the registry."""

from serai.registry.selectors import identity_cards, person_accesses, person_export, person_of_account

__all__ = ["identity_cards", "person_accesses", "person_export", "person_of_account"]
