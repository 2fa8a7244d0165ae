"""Rooms: homes, classrooms, offices, venues, wards, halls of stations, each with the air that its people share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from serai.demo.domain.dice import Column, Dice, heavy_tail
from serai.demo.domain.land import CITIES

KINDS = ("venue", "home", "school", "work", "health")
VENUE, HOME, SCHOOL, WORK, HEALTH = range(len(KINDS))


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of room. `area` in m² at a weight of 1, `height` in m, `air` changes an hour (from, to), `effort`: how
    much more its people breathe out than at rest, `minutes` of a visit, `share` of all venues, `pull` among visits by
    age (child, adult, old).
    """

    names: tuple[str, str, str]
    kind: int
    area: float
    height: float
    air: tuple[float, float]
    effort: float
    minutes: float = 0
    share: float = 0
    pull: tuple[float, float, float] = (0, 0, 0)


SORTS = (
    Sort(("Shop", "商店", "متجر"), VENUE, 70, 3.1, (1.4, 3.0), 1.0, 22, 0.30, (2, 4, 4)),
    Sort(("Market hall", "市场", "سوق"), VENUE, 380, 6.5, (1.6, 4.0), 1.2, 38, 0.05, (1, 2, 4)),
    Sort(("Café", "咖啡馆", "مقهى"), VENUE, 42, 2.9, (0.9, 2.4), 2.6, 47, 0.17, (1, 3, 2)),
    Sort(("Restaurant", "餐厅", "مطعم"), VENUE, 85, 3.0, (1.1, 3.1), 2.9, 74, 0.17, (1, 3, 1)),
    Sort(("Gym", "健身房", "صالة رياضية"), VENUE, 150, 4.0, (1.8, 5.0), 5.4, 72, 0.06, (1, 2, 0)),
    Sort(("House of prayer", "祈祷堂", "بيت صلاة"), VENUE, 190, 7.0, (0.5, 1.6), 3.7, 52, 0.06, (1, 1, 4)),
    Sort(("Theatre", "剧院", "مسرح"), VENUE, 260, 7.5, (3.2, 6.0), 1.1, 118, 0.03, (1, 1, 1)),
    Sort(("Music bar", "音乐酒吧", "مقهى موسيقي"), VENUE, 95, 3.1, (0.8, 2.2), 6.3, 130, 0.07, (0, 2, 0)),
    Sort(("Club room", "活动室", "نادٍ"), VENUE, 60, 2.8, (0.6, 1.9), 2.6, 85, 0.09, (2, 1, 3)),
)
HOMES = Sort(("Home", "住宅", "منزل"), HOME, 64, 2.5, (0.35, 0.95), 1.6)
CLASSROOM = Sort(("Classroom", "教室", "صف دراسي"), SCHOOL, 62, 3.1, (1.5, 4.2), 1.1)
CANTEEN = Sort(("School canteen", "学校食堂", "مقصف المدرسة"), SCHOOL, 170, 3.4, (1.8, 3.5), 2.0)
OFFICE = Sort(("Office", "办公室", "مكتب"), WORK, 9, 2.8, (1.0, 3.2), 1.6)
WORKSHOP = Sort(("Workshop", "车间", "ورشة"), WORK, 24, 4.6, (1.4, 4.1), 1.9)
WAITING = Sort(("Clinic", "诊所", "عيادة"), HEALTH, 55, 2.9, (2.1, 4.4), 1.2)
WARD = Sort(("Hospital ward", "医院病房", "جناح مستشفى"), HEALTH, 110, 3.0, (3.4, 6.2), 1.0)
LODGING = Sort(("Guest room", "客房", "غرفة ضيوف"), HOME, 24, 2.6, (0.5, 1.3), 1.3)
HALLS = (
    Sort(("Railway station", "火车站", "محطة القطار"), VENUE, 2300, 11.0, (2.2, 4.0), 1.2),
    Sort(("Coach station", "长途汽车站", "محطة الحافلات"), VENUE, 520, 5.5, (1.8, 3.4), 1.2),
    Sort(("Airport", "机场", "مطار"), VENUE, 4600, 9.0, (3.0, 5.5), 1.2),
    Sort(("Ferry terminal", "渡轮码头", "مرفأ العبّارات"), VENUE, 760, 6.0, (2.0, 3.8), 1.2),
)
ALL = (*SORTS, HOMES, CLASSROOM, CANTEEN, OFFICE, WORKSHOP, WAITING, WARD, LODGING, *HALLS)
NUMBER = {sort.names[0]: number for number, sort in enumerate(ALL)}

PROPER = (
    ("Rahat", "拉哈特", "راحت"), ("Bahor", "巴霍尔", "بهار"), ("Anor", "石榴", "الرمان"), ("Shamol", "清风", "النسيم"),
    ("Lantern", "灯笼", "الفانوس"), ("Old Gate", "古门", "البوابة القديمة"), ("Silk Road", "丝路", "طريق الحرير"),
    ("Blue Dome", "蓝顶", "القبة الزرقاء"), ("Harbour", "港湾", "المرسى"), ("Birch", "白桦", "البتولا"),
    ("Mulberry", "桑树", "التوت"), ("Caravan", "商队", "القافلة"), ("North Star", "北极星", "نجم الشمال"),
    ("Lighthouse", "灯塔", "المنارة"), ("Spring", "泉水", "الينبوع"), ("Saffron", "藏红花", "الزعفران"),
    ("River Bend", "河湾", "منعطف النهر"), ("Walnut", "核桃", "الجوز"), ("Swallow", "燕子", "السنونو"),
    ("Tulip", "郁金香", "التوليب"), ("Amber", "琥珀", "العنبر"), ("Pilgrim", "旅人", "المسافر"),
    ("Twelve Wells", "十二井", "الآبار الاثنا عشر"), ("Copper", "铜匠", "النحاسين"), ("Falcon", "猎鹰", "الصقر"),
)  # fmt: skip


@dataclass(slots=True)
class Places:
    """Columns by place. `sort` numbers ALL; `size` is what attracts and what the floor grows with."""

    city: Column
    sort: Column
    size: Column
    area: Column
    height: Column
    air: Column
    lat: Column
    lon: Column
    label: Column
    groups: dict[tuple[int, int], Column] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.city)

    def of(self, sort: str, city: int) -> Column:
        """Numbers of a city's places of one sort."""
        key = (NUMBER[sort], city)
        if key not in self.groups:
            self.groups[key] = np.flatnonzero((self.sort == key[0]) & (self.city == city)).astype(np.int32)
        return self.groups[key]

    def kind(self) -> Column:
        """Kind of each place, numbering KINDS."""
        return np.array([s.kind for s in ALL], np.int8)[self.sort]

    def removal(self) -> Column:
        """Clean air in m³ an hour that each place's air is renewed with."""
        return self.area * self.height * self.air

    def effort(self) -> Column:
        """How much more is breathed out there than at rest."""
        return np.array([s.effort for s in ALL])[self.sort]

    def names(self, place: int) -> dict[str, str]:
        """Its name in each language; homes and rooms are told apart by number."""
        sort, label = ALL[self.sort[place]], int(self.label[place])
        city = CITIES[self.city[place]].names
        parts = PROPER[label % len(PROPER)]
        if sort in HALLS:
            texts = [f"{city[0]} {sort.names[0].lower()}", f"{city[1]}{sort.names[1]}", f"{sort.names[2]} {city[2]}"]
        elif sort.kind == VENUE:
            more = "" if label < len(PROPER) else f" {label // len(PROPER) + 1}"
            texts = [
                f"{sort.names[0]} {parts[0]}{more}, {city[0]}",
                f"{city[1]}{parts[1]}{sort.names[1]}{more.strip()}",
                f"{sort.names[2]} {parts[2]}{more}، {city[2]}",
            ]
        else:
            texts = [
                f"{sort.names[0]} {label + 1}, {city[0]}",
                f"{city[1]}{sort.names[1]}{label + 1}",
                f"{sort.names[2]} {label + 1}، {city[2]}",
            ]
        return dict(zip(("en", "zh-hans", "ar"), texts, strict=True))


class Builder:
    """Collects groups of places; `add` returns their numbers."""

    def __init__(self, seed: int) -> None:
        self.dice = Dice(seed, "places")
        self.parts: list[dict[str, Column]] = []
        self.count = 0
        self.labels: dict[tuple[int, int], int] = {}

    def add(self, sort: Sort, city: Column, size: Column | None = None, growth: float = 1.0) -> Column:
        """One place for each city number. The floor grows with size ** growth."""
        count = len(city)
        size = np.ones(count) if size is None else size
        centre = np.array([(c.lat, c.lon) for c in CITIES])[city]
        spread = 0.045 * np.stack([self.dice.normal(count), self.dice.normal(count)], axis=1)
        self.parts.append(
            {
                "city": city.astype(np.int8),
                "sort": np.full(count, ALL.index(sort), np.int8),
                "size": size.astype(float),
                "area": np.round(sort.area * size**growth * self.dice.between(0.75, 1.35, count), 1),
                "height": np.full(count, sort.height),
                "air": np.round(self.dice.between(*sort.air, count), 2),
                "lat": np.round(centre[:, 0] + spread[:, 0], 5),
                "lon": np.round(centre[:, 1] + spread[:, 1], 5),
                "label": self._labels(ALL.index(sort), city),
            }
        )
        numbers = np.arange(self.count, self.count + count, dtype=np.int32)
        self.count += count
        return numbers

    def _labels(self, sort: int, city: Column) -> Column:
        labels = np.zeros(len(city), np.int32)
        for number in np.unique(city).tolist():
            mine = city == number
            first = self.labels.get((sort, number), 0)
            labels[mine] = first + np.arange(int(mine.sum()))
            self.labels[sort, number] = first + int(mine.sum())
        return labels

    def venues(self, people_by_city: Column) -> None:
        """Venues of every sort in every city; a few are far larger than the rest."""
        for sort in SORTS:
            counts = np.maximum(np.round(people_by_city / 58 * sort.share), 2).astype(int)
            city = np.repeat(np.arange(len(counts)), counts)
            size = heavy_tail(self.dice.uniform(len(city)), 1.15, 60)
            self.add(sort, city, size, growth=0.72)

    def halls(self) -> None:
        """A station, a coach station, an airport and a port for every city, used where lines go."""
        for sort in HALLS:
            self.add(sort, np.arange(len(CITIES)))

    def done(self) -> Places:
        """The table of all places."""
        whole: dict[str, Any] = {name: np.concatenate([part[name] for part in self.parts]) for name in self.parts[0]}
        return Places(**whole)
