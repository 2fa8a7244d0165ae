"""People, places and runs."""

from __future__ import annotations

import datetime

import factory

from serai.registry.models import Person, Place, ServiceRun


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Person

    birth_year = 1980
    country = "ZZ"


class PlaceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Place

    names = factory.Sequence(lambda n: {"en": f"Place {n}"})


class ServiceRunFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ServiceRun

    mode = "rail"
    service = factory.Sequence(lambda n: f"G{n}")
    date = datetime.date(2026, 3, 1)
