from __future__ import annotations

import os
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from serai.registry.domain.errors import BadInput
from serai.tracing.domain.formats.trips import read
from serai.tracing.domain.imports import NOTICES, Imported

DATA = Path(os.environ.get("SERAI_REFERENCE_DATA", Path(__file__).parents[5] / "shared/data"))
FIELDS = ("date", "start", "end", "type", "no", "no_sub", "memo", "pos_start", "pos_end", "source", "who")
PLAIN = {"date": "2020-01-20", "type": "2", "no": "G1234"}


def lines(*rows: dict[str, str], prefix: str = "") -> str:
    head = ",".join(f if f in ("source", "who") else prefix + f for f in FIELDS)
    return "\n".join([head, *(",".join((PLAIN | row).get(f, "") for f in FIELDS) for row in rows)]) + "\n"


def take(tmp_path: Path, *rows: dict[str, str], strict: bool = False) -> Imported:
    path = tmp_path / "list.csv"
    path.write_text(lines(*rows), encoding="utf-8")
    return read(path, strict=strict)


def one(tmp_path: Path, **row: str) -> dict[str, Any]:
    got = take(tmp_path, row)
    assert got.report.rejections == []
    notice: dict[str, Any] = got.notices.to_pylist()[0]
    return notice


def test_local_times_are_those_of_shanghai_and_the_report_says_so(tmp_path: Path) -> None:
    got = take(tmp_path, {"start": "2020/01/20 13:05:00", "end": "2020/01/20 15:15:00"})
    notice = got.notices.to_pylist()[0]
    assert notice["depart"] == datetime(2020, 1, 20, 5, 5, tzinfo=UTC)
    assert notice["arrive"] == datetime(2020, 1, 20, 7, 15, tzinfo=UTC)
    assert got.report.zone_assumed == "Asia/Shanghai"
    assert got.notices.schema == NOTICES


@pytest.mark.parametrize("end", ["2020/01/20 23:59:59", "2020/01/20 23:59:00", "2020/01/20 00:00:00"])
def test_whole_day_means_that_the_time_is_unknown(tmp_path: Path, end: str) -> None:
    got = take(tmp_path, {"start": "2020/01/20 00:00:00", "end": end})
    assert [(n["depart"], n["arrive"]) for n in got.notices.to_pylist()] == [(None, None)]
    assert got.report.remarks == Counter({"time_unknown": 1})


def test_known_start_stays_when_only_the_end_is_what_a_form_puts(tmp_path: Path) -> None:
    notice = one(tmp_path, start="2020/01/20 09:00:00", end="2020/01/20 23:59:59")
    assert (notice["depart"], notice["arrive"]) == (datetime(2020, 1, 20, 1, tzinfo=UTC), None)


@pytest.mark.parametrize(
    ("sub", "memo", "start", "end"),
    [
        ("15:20", "", (7, 20), None),
        ("", "12时至17时36分", (4, 0), (9, 36)),
        ("", "约9:00左右", (1, 0), None),
        ("", "22:00—23:00", (14, 0), (15, 0)),
        ("", "25:70", None, None),
        ("", "9:00 上车", None, None),
    ],
)
def test_memo_that_is_nothing_but_a_clock_time_gives_the_time(
    tmp_path: Path, sub: str, memo: str, start: tuple[int, int] | None, end: tuple[int, int] | None
) -> None:
    notice = one(tmp_path, no_sub=sub, memo=memo)
    times = [(t.hour, t.minute) if t else None for t in (notice["depart"], notice["arrive"])]
    assert times == [start, end]


def test_train_that_ends_in_the_morning_ended_the_next_day(tmp_path: Path) -> None:
    got = take(tmp_path, {"no": "K287", "start": "2020/01/20 22:58:00", "end": "2020/01/20 03:31:00"})
    assert got.notices.to_pylist()[0]["arrive"] == datetime(2020, 1, 20, 19, 31, tzinfo=UTC)
    assert got.report.remarks["ends_next_day"] == 1


def test_fast_train_of_sixteen_hours_is_refused_to_the_row(tmp_path: Path) -> None:
    wrong = {"no": "G1926", "start": "2020/01/20 19:47:00", "end": "2020/01/20 12:23:00"}
    got = take(tmp_path, {}, wrong)
    assert got.notices.num_rows == 1
    [bad] = got.report.rejections
    assert (bad.row, bad.column, bad.value) == (3, "end", "2020/01/20 12:23:00")
    assert bad.reason == "ends before it starts"
    with pytest.raises(BadInput, match=r"row 3, column end.*ends before it starts"):
        take(tmp_path, {}, wrong, strict=True)


@pytest.mark.parametrize(
    ("kind", "number", "mode"),
    [
        ("1", "CZ3749", "air"),
        ("2", "G1234", "rail"),
        ("3", "西安地铁3号线", "metro"),
        ("4", "云GV5592", "coach"),
        ("5", "西安公交11路", "bus"),
        ("6", "赣A79X51", "taxi"),
        ("7", "双泰36号", "ship"),
    ],
)
def test_each_type_of_run_has_its_mode(tmp_path: Path, kind: str, number: str, mode: str) -> None:
    notice = one(tmp_path, type=kind, no=number)
    assert (notice["mode"], notice["place"]) == (mode, "")
    assert notice["service"]


def test_type_eight_is_a_place_and_no_run(tmp_path: Path) -> None:
    notice = one(tmp_path, type="8", no="吉林集安市清河镇卫生院", start="2020/01/20 09:00:00")
    assert (notice["mode"], notice["service"], notice["services"]) == ("", "", [])
    assert notice["place"] == "吉林集安市清河镇卫生院"
    assert notice["depart"] is not None


@pytest.mark.parametrize(
    ("kind", "cell", "services"),
    [
        ("1", "ca 0123", ["CA123"]),
        ("1", "ＣＡ１２３４", ["CA1234"]),
        ("1", "国航CA8296", ["CA8296"]),
        ("1", "SC/CA4786", ["SC4786", "CA4786"]),
        ("1", "EU1802（HO3461）", ["EU1802", "HO3461"]),
        ("1", "MU2168/MU216R", ["MU2168", "MU216R"]),
        ("1", "海航7582", ["HU7582"]),
        ("1", "3U8252", ["3U8252"]),
        ("1", "G52775", ["G52775"]),
        ("2", "k316次", ["K316"]),
        ("2", "Z-336", ["Z336"]),
        ("2", "K1156/1157", ["K1156", "K1157"]),
        ("2", "Z389/K389/K392", ["Z389", "K389", "K392"]),
        ("2", "4605", ["4605"]),
        ("2", "ICE 571", ["ICE571"]),
        ("3", "西安地铁三号线", ["西安3号线"]),
        ("3", "南京地铁S8轻轨", ["南京S8号线"]),
        ("3", "呼和浩特地铁1号线", ["呼和浩特1号线"]),
        ("5", "自贡市1路公交车 川C19552F", ["自贡1路", "川C19552F"]),
        ("5", "济南公交K139", ["济南K139路"]),
        ("4", "驻马店豫QF0158", ["豫QF0158"]),
        ("6", "蒙 AY1754", ["蒙AY1754"]),
        ("7", "紫荆十六号", ["紫荆16"]),
        ("7", "金紫荆号轮渡HA1030航班", ["金紫荆", "HA1030"]),
    ],
)
def test_number_comes_in_one_form(tmp_path: Path, kind: str, cell: str, services: list[str]) -> None:
    notice = one(tmp_path, type=kind, no=cell)
    assert notice["services"] == services
    assert notice["service"] == services[0]


@pytest.mark.parametrize(
    ("cell", "units"),
    [
        ("7、8车", ["07", "08"]),
        ("07-09车厢", ["07", "08", "09"]),
        ("６车厢", ["06"]),
        ("第3节车厢", ["03"]),
        ("四车厢", ["04"]),
        ("14号车厢/12号车厢", ["14", "12"]),
        ("10、29、30号车厢", ["10", "29", "30"]),
        ("加3号车厢", ["加3"]),
        ("餐车", ["餐车"]),
        ("7", ["07"]),
        ("倒数第二节车厢", []),
        ("0车05A", []),
        ("12-3车厢", []),
        ("一等座车厢", []),
    ],
)
def test_carriages_are_read_from_lists_ranges_and_numerals(tmp_path: Path, cell: str, units: list[str]) -> None:
    assert one(tmp_path, no_sub=cell)["units"] == units


@pytest.mark.parametrize(
    ("sub", "memo", "units", "berths"),
    [
        ("6车厢07B", "", ["06"], "7B"),
        ("", "13车厢02号中铺、硬卧", ["13"], "2号中铺"),
        ("8号车厢", "座位:13排A、B、C座", ["08"], "13A、13B、13C"),
        ("", "座位号 13车15A", ["13"], "15A"),
        ("", "座位:15车007", ["15"], "7号"),
        ("3车厢", "9-13排", ["03"], "9-13排"),
        ("3车厢", "座位:43/44", ["03"], "43号、44号"),
        ("", "无座", [], "无座"),
        ("", "同乘车次98人", [], ""),
        ("", "G2039/G2042", [], ""),
    ],
)
def test_seats_and_berths_are_read_beside_the_carriage(
    tmp_path: Path, sub: str, memo: str, units: list[str], berths: str
) -> None:
    notice = one(tmp_path, no_sub=sub, memo=memo, no="G2039")
    assert (notice["units"], notice["berths"]) == (units, berths)


def test_carriage_behind_the_number_is_taken_and_counted(tmp_path: Path) -> None:
    got = take(tmp_path, {"no": "G28（四车厢）"})
    assert [(n["service"], n["units"]) for n in got.notices.to_pylist()] == [("G28", ["04"])]
    assert got.report.remarks["unit_from_number"] == 1


def test_two_trains_with_a_change_are_two_runs_whose_change_is_not_known(tmp_path: Path) -> None:
    got = take(tmp_path, {"no": "G1278/G1217", "no_sub": "3车厢", "pos_start": "武汉站", "pos_end": "沈阳"})
    rides = [(n["service"], n["board"], n["alight"], n["units"]) for n in got.notices.to_pylist()]
    assert rides == [("G1278", "武汉", "", []), ("G1217", "", "沈阳", [])]
    assert got.report.remarks["several_runs"] == 1


@pytest.mark.parametrize(
    ("kind", "cell", "runs"),
    [
        ("1", "CA1234/1235", [["CA1234"], ["CA1235"]]),
        ("2", "149/7", [["149"]]),
        ("2", "G4931、G7536", [["G4931"], ["G7536"]]),
        ("3", "昆明地铁3号线和6号线", [["昆明3号线"], ["昆明6号线"]]),
        ("5", "雁塔214/709路", [["雁塔214路"], ["雁塔709路"]]),
    ],
)
def test_other_numbers_of_one_cell_are_runs_of_their_own(
    tmp_path: Path, kind: str, cell: str, runs: list[list[str]]
) -> None:
    assert [n["services"] for n in take(tmp_path, {"type": kind, "no": cell}).notices.to_pylist()] == runs


def test_memo_that_names_the_trains_other_number_is_believed(tmp_path: Path) -> None:
    assert one(tmp_path, no="K1068", memo="67座、K1065/K1068")["services"] == ["K1068", "K1065"]


def test_flight_among_trains_is_put_right_and_counted(tmp_path: Path) -> None:
    got = take(tmp_path, {"no": "南航CZ6176"})
    assert [(n["mode"], n["service"]) for n in got.notices.to_pylist()] == [("air", "CZ6176")]
    assert got.report.remarks["mode_corrected"] == 1


def test_stops_on_the_way_go_to_the_memo(tmp_path: Path) -> None:
    notice = one(tmp_path, type="1", no="AQ1275", pos_start="广州-南昌", pos_end="兰州")
    assert (notice["board"], notice["alight"], notice["memo"]) == ("广州", "兰州", "经 南昌")


@pytest.mark.parametrize(
    ("kind", "written", "name"),
    [
        ("2", "深圳北站", "深圳北"),
        ("2", "福州 南", "福州南"),
        ("2", "不详", ""),
        ("1", "成都双流国际机场", "成都双流"),
        ("3", "新庄地铁站", "新庄"),
        ("4", "安庆汽车南站", "安庆汽车南站"),
        ("5", "长途汽车站", "长途汽车站"),
        ("5", "江都火车站", "江都火车站"),
        ("5", "华建医院车站", "华建医院"),
        ("2", "桐庐县车站", "桐庐县"),
        ("2", "银川火车站", "银川"),
        ("2", "南站", "南站"),
    ],
)
def test_stop_loses_the_word_station_but_never_its_name(tmp_path: Path, kind: str, written: str, name: str) -> None:
    number = {"1": "CA1", "2": "G1", "3": "1号线", "4": "云GV5592", "5": "1路"}[kind]
    assert one(tmp_path, type=kind, no=number, pos_start=written)["board"] == name


def test_number_that_cannot_be_read_stays_in_the_memo(tmp_path: Path) -> None:
    got = take(tmp_path, {"type": "4", "no": "忻州大巴车", "pos_start": "忻州", "memo": "1人确诊"})
    notice = got.notices.to_pylist()[0]
    assert (notice["service"], notice["memo"]) == ("", "忻州大巴车; 1人确诊")
    assert got.report.remarks == Counter({"number_unreadable": 1})


@pytest.mark.parametrize("text", ["司机微信号：某某", "联系电话13912345678", "收款人某某"])
def test_names_of_accounts_and_telephones_are_not_taken(tmp_path: Path, text: str) -> None:
    got = take(tmp_path, {"type": "6", "no": text, "pos_end": "医院"})
    assert text not in str(got.notices.to_pylist())
    assert "13912345678" not in str(got.notices.to_pylist())
    assert got.report.remarks["personal_text_withheld"] == 1


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ({"date": ""}, "date", "no date"),
        ({"date": "2020-02-30"}, "date", "not a date"),
        ({"start": "2020/01/20 25:00:00"}, "start", "not a date or time"),
        ({"type": "9"}, "type", "not a type from 1 to 8 nor a mode"),
        ({"type": ""}, "type", "no type"),
        ({"no": ""}, "no", "neither a number nor a stop"),
        ({"type": "8", "no": "不详"}, "no", "neither a run nor a place"),
    ],
)
def test_bad_row_is_refused_with_its_column(tmp_path: Path, row: dict[str, str], column: str, reason: str) -> None:
    got = take(tmp_path, {}, row)
    assert got.notices.num_rows == 1
    assert [(r.row, r.column, r.reason) for r in got.report.rejections] == [(3, column, reason)]


def test_rows_that_say_the_same_collapse_and_keep_their_name(tmp_path: Path) -> None:
    first, again = take(tmp_path, {}, {}), take(tmp_path, {})
    assert (first.notices.num_rows, first.report.duplicates, first.report.taken) == (1, 1, 1)
    assert first.notices["source_id"] == again.notices["source_id"]


def test_list_with_prefixed_headers_and_ids_is_the_same_list(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(lines({"memo": "x"}, prefix="t_").replace("t_date", "id,t_date", 1).replace("\n2020", "\n17,2020"))
    assert read(path).notices.to_pylist()[0]["source_id"] == "17"


def test_list_of_another_country_is_read_through_a_mapping(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Tag;Zug;Wagen;Ab;Von;Nach\n2020-03-01;ICE 571;7;2020-03-01T08:05;Hamburg Hbf;München Hbf\n")
    mapping = {
        "columns": {
            "Tag": "date",
            "Zug": "service",
            "Wagen": "units",
            "Ab": "depart",
            "Von": "board",
            "Nach": "alight",
        },
        "constants": {"mode": "rail"},
        "zone": "Europe/Berlin",
    }
    got = read(path, mapping=mapping)
    notice = got.notices.to_pylist()[0]
    assert (notice["service"], notice["units"], notice["date"]) == ("ICE571", ["07"], date(2020, 3, 1))
    assert notice["depart"] == datetime(2020, 3, 1, 7, 5, tzinfo=UTC)
    assert got.report.zone_assumed == ""


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "the file is empty"),
        (b"a,b\n1,2\n", "has no column for date"),
        (b"date,type,no\n2020-01-20,2\n", "2 columns; expected 3 as in row 1"),
        (b"date,type,no\n2020-01-20,2,\xff\xfe\n", "not UTF-8 text"),
        (b"date,type,no\n\0\0\0", "binary data"),
        (b'date,type,no\n2020-01-20,2,"G1', "cannot be parsed"),
        (b"date,date,type,no\n2020-01-20,,2,G1\n", "stands twice"),
    ],
)
def test_file_that_is_no_list_is_refused_in_one_line(tmp_path: Path, content: bytes, complaint: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=complaint) as caught:
        read(path)
    assert "\n" not in str(caught.value)


@pytest.mark.reference
@pytest.mark.skipif(not (DATA / "trips").is_dir(), reason="SERAI_REFERENCE_DATA has no trips")
@pytest.mark.parametrize("path", sorted((DATA / "trips").glob("*.csv")) if (DATA / "trips").is_dir() else [])
def test_published_list_is_read_nearly_whole(path: Path) -> None:
    got = read(path)
    report = got.report
    assert report.read == report.taken + report.duplicates + len(report.rejections)
    assert len(report.rejections) < 0.01 * report.read
    rides = [n for n in got.notices.to_pylist() if n["mode"] in ("air", "rail")]
    assert sum(not n["service"] for n in rides) < 0.02 * len(rides)
    assert {n["mode"] for n in got.notices.to_pylist()} >= {"air", "rail", "metro", "coach", "bus", "taxi", "ship"}
