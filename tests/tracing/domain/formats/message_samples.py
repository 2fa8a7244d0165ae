"""Messages written for these tests."""

from __future__ import annotations

HEAD = ["UNB+UNOA:4+AIRX+GOVY+240301:0800+77", "UNH+1+PAXLST:D:05B:UN:IATA", "BGM+745"]
FLIGHT = ["TDT+20+XX0400+++XX", "LOC+125+FRA", "DTM+189:2403011000:201", "LOC+87+JFK", "DTM+232:2403011300:201"]
ADULT = ["NAD+FL+++ARDEN:MAYA", "ATT+2++F", "DTM+329:850412", "LOC+178+FRA", "LOC+179+JFK", "NAT+2+DEU"]
ADULT += ["RFF+AVF:BOOK1", "RFF+SEA:012A", "DOC+P+C01X", "LOC+91+DEU"]
BABY = ["NAD+FL+++ARDEN:TIM", "DTM+329:230501", "RFF+AVF:BOOK1"]
CREW = ["NAD+FM+++OKORO:ADA", "DTM+329:800101", "RFF+SEA:1A"]
TAIL = ["UNT+99+1", "UNZ+1+77"]


def paxlst(*parts: list[str], flight: list[str] = FLIGHT) -> str:
    segments = [*HEAD, *flight]
    for part in parts or (ADULT,):
        segments += part
    return "'".join([*segments, *TAIL]) + "'"


def pnrgov(*bookings: list[str]) -> str:
    segments = ["UNB+IATA:1+YY+GOV+240301:0800+5", "UNH+1+PNRGOV:13:1:IA", "MSG+:22", "ORG+YY"]
    segments += ["TVL+010324:1000:1300+FRA+JFK+YY+0400"]
    for booking in bookings:
        segments += ["SRC", *booking]
    return "'".join([*segments, "UNT+9+1", "UNZ+1+5"]) + "'"


BOOKING = ["RCI+YY:AAA111", "TIF+ARDEN+MAYAMRS:A:1"]
BOOKING += ["SSR+DOCS:HK:1:YY:::::/P/DEU/C01X/DEU/12APR85/F/01JAN30/ARDEN/MAYA"]
BOOKING += ["TVL+010324:1000::1300+FRA+JFK+ZZ:YY+7400:Y", "SSR+SEAT:HK:1:YY:::FRA:JFK+012A::1"]
