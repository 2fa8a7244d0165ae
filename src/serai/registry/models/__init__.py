"""The shared nouns: people, places, facilities, service runs."""

from serai.registry.models.people import IdentityVault, Person
from serai.registry.models.places import Facility, Place
from serai.registry.models.runs import ServiceRun

__all__ = ["Facility", "IdentityVault", "Person", "Place", "ServiceRun"]
