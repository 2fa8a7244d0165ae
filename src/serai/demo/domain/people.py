"""Households and the people in them: ages, names, documents, what they do by day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from serai.demo.domain.dice import Column, Dice
from serai.demo.domain.land import CITIES, COUNTRIES
from serai.demo.domain.names import CULTURES, ORDER

# Shares of households by form, in Zarhan and in Nordvik: larger families inland, more people alone by the sea.
FORMS = ("alone", "old", "pair", "family", "lone parent", "three generations", "shared flat")
SHARES = ((0.10, 0.12, 0.14, 0.37, 0.06, 0.17, 0.04), (0.26, 0.21, 0.19, 0.22, 0.06, 0.01, 0.05))
MOST = 9


@dataclass(slots=True)
class People:
    """Columns by person. `woman` is a bool; `born` counts days before the first day; `family`, `given` number the
    culture's own lists.
    """

    city: Column
    household: Column
    age: Column
    woman: Column
    culture: Column
    family: Column
    given: Column
    born: Column
    document: Column

    def __len__(self) -> int:
        return len(self.city)

    def country(self) -> Column:
        """Number of the country of residence."""
        return np.array([c.country for c in CITIES], np.int8)[self.city]


def people(seed: int, count: int) -> People:
    """`count` people in households; the last household may be cut short."""
    dice = Dice(seed, "people")
    homes = count  # never more households than people
    city = dice.pick([c.share for c in CITIES], homes).astype(np.int8)
    land = np.array([c.country for c in CITIES], np.int8)[city]
    ages, woman = _members(dice, land, homes)
    inside = ages >= 0
    household = np.repeat(np.arange(homes, dtype=np.int32), inside.sum(axis=1))[:count]
    flat_age, flat_woman = ages[inside][:count].astype(np.int16), woman[inside][:count]
    culture = _cultures(dice, land)[household]
    family, given = _names(dice, household, flat_woman, flat_age, culture)
    born = flat_age.astype(np.int32) * 1461 // 4 + dice.below(365, count)
    return People(
        city[household], household, flat_age, flat_woman, culture, family, given, born, _documents(dice, count)
    )


def _members(dice: Dice, land: Column, homes: int) -> tuple[Column, Column]:
    """Ages (−1: nobody) and sex of up to nine members of each household."""
    form = np.where(land == 0, dice.pick(SHARES[0], homes), dice.pick(SHARES[1], homes))
    ages = np.full((homes, MOST), -1, np.int16)
    first = dice.between(24, 62, homes)
    parents = np.isin(form, (3, 4, 5))
    first = np.where(parents, dice.between(25, 50, homes), first)
    first = np.where(form == 1, dice.between(64, 92, homes), first)
    first = np.where(form == 6, dice.between(18, 27, homes), first)
    ages[:, 0] = first
    second = np.isin(form, (2, 3, 5, 6)) | ((form == 1) & dice.chance(0.55, homes))
    ages[:, 1] = np.where(second, np.maximum(first + 4 * dice.normal(homes), 18), -1)
    for place, share in ((2, 1.0), (3, 0.68), (4, 0.3), (5, 0.12)):  # children
        youngest = dice.uniform(homes) * np.minimum(first - 21, 19)
        more = parents & dice.chance(share, homes) & (ages[:, place - 1] >= 0) | ((form == 4) & (place == 2))
        ages[:, place] = np.where(more, np.maximum(youngest, 0), -1)
    elders = form == 5
    ages[:, 6] = np.where(elders, np.minimum(first + dice.between(22, 34, homes), 96), -1)
    ages[:, 7] = np.where(elders & dice.chance(0.5, homes), np.minimum(first + dice.between(22, 34, homes), 96), -1)
    flat = (form == 6) & dice.chance(0.6, homes)
    ages[:, 8] = np.where(flat, np.maximum(first + 3 * dice.normal(homes), 18), -1)
    woman = dice.chance(0.5, (homes, MOST))
    woman[:, 1] ^= (woman[:, 1] == woman[:, 0]) & np.isin(form, (1, 2, 3, 5)) & dice.chance(0.97, homes)
    woman[:, 7] ^= woman[:, 7] == woman[:, 6]
    return ages, woman


def _cultures(dice: Dice, land: Column) -> Column:
    drawn = [dice.pick([country.cultures.get(name, 0.0) for name in ORDER], len(land)) for country in COUNTRIES]
    return np.where(land == 0, drawn[0], drawn[1]).astype(np.int8)


def _names(dice: Dice, household: Column, woman: Column, age: Column, culture: Column) -> tuple[Column, Column]:
    """Numbers of family and given names. A household shares its family name but for those who keep their own."""
    count = len(household)
    homes = int(household.max()) + 1
    families = np.array([len(CULTURES[c].families_men) for c in ORDER])[culture]
    women, men = (np.array([len(getattr(CULTURES[c], which)) for c in ORDER]) for which in ("women", "men"))
    shared, own = dice.uniform(homes)[household], dice.uniform(count)
    keeps = np.array([CULTURES[c].keeps for c in ORDER])[culture]
    differs = woman & (age >= 18) & dice.chance(keeps, count)
    family = (np.where(differs, own, shared) * families).astype(np.int16)
    given = (dice.uniform(count) * np.where(woman, women[culture], men[culture])).astype(np.int16)
    return family, given


def _documents(dice: Dice, count: int) -> Column:
    """Different numbers of eight digits that do not count up."""
    step = 7_368_787  # prime, so that multiples of it differ modulo 90,000,000
    return 10_000_000 + (np.arange(count, dtype=np.int64) * step + int(dice.below(90_000_000, 1)[0])) % 90_000_000
