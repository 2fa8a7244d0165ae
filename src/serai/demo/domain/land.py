"""The two countries: Zarhan, inland, and Nordvik, by the sea. Neither exists, nor do their codes (XZ, XN)."""

from __future__ import annotations

from dataclasses import dataclass

LANGUAGES = ("en", "zh-hans", "ar")


@dataclass(frozen=True, slots=True)
class Country:
    """`clock` is the difference of its clocks from UTC in minutes; `cultures`: weight by name culture."""

    code: str
    names: tuple[str, str, str]
    clock: int
    cultures: dict[str, float]


@dataclass(frozen=True, slots=True)
class City:
    """`share` of all people; names as in LANGUAGES; `airport`: a code that no airport has, "" without one."""

    names: tuple[str, str, str]
    country: int
    share: float
    lat: float
    lon: float
    airport: str = ""


COUNTRIES = (
    Country(
        "XZ",
        ("Zarhan", "扎尔汗", "زرهان"),
        300,
        {"turkic": 0.34, "persian": 0.26, "kazakh": 0.14, "russian": 0.1, "chinese": 0.08, "arabic": 0.06,
         "indian": 0.02},
    ),
    Country(
        "XN",
        ("Nordvik", "北维克", "نوردفيك"),
        180,
        {"nordic": 0.58, "arabic": 0.22, "russian": 0.08, "indian": 0.06, "chinese": 0.06},
    ),
)  # fmt: skip

CITIES = (
    City(("Zarhan", "扎尔汗", "زرهان"), 0, 0.36, 41.32, 63.18, "ZRN"),
    City(("Saray", "萨赖", "سراي"), 0, 0.12, 40.71, 65.02),
    City(("Aqtepe", "阿克特佩", "آق تبه"), 0, 0.22, 40.12, 66.87, "AQT"),
    City(("Nordvik", "北维克", "نوردفيك"), 1, 0.18, 43.94, 52.06, "NDV"),
    City(("Port Halim", "哈利姆港", "ميناء حليم"), 1, 0.12, 42.71, 53.42, "PHM"),
)
ZARHAN, SARAY, AQTEPE, NORDVIK, PORT_HALIM = range(len(CITIES))


def clock(city: int) -> int:
    """Minutes that a city's clocks are ahead of UTC."""
    return COUNTRIES[CITIES[city].country].clock
