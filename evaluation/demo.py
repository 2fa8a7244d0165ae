"""The made outbreak: how many of those whom a case infected stand among its first contacts."""

from __future__ import annotations

import os
from typing import Any

from serai.demo.domain import generate
from serai.demo.judge import BUDGETS, judged, trial

SEEDS = tuple(range(1, 9))
PEOPLE = int(os.environ.get("SERAI_EVALUATION_PEOPLE", "50000"))
NAMES = {"risk": "By risk, as Serai ranks", "time": "Same place, longest time first", "random": "At random (expected)"}


def run() -> dict[str, Any]:
    """Recall at 10, 20 and 50 contacts a case by three rankings, with intervals, the ceiling, and by setting."""
    found = judged(trial(generate(people_count=PEOPLE, seed=seed)) for seed in SEEDS)

    def cell(value: tuple[float, float, float]) -> str:
        return f"{value[0]:.1%} ({value[1]:.1%} to {value[2]:.1%})"

    return {
        "title": "Recall on a made outbreak",
        "data": f"Generated worlds (`serai demo`), seeds {SEEDS[0]} to {SEEDS[-1]}: {PEOPLE:,} people, 14 days, 15 % "
        f"of rows missing. {found['cases']} confirmed cases infected {found['secondary']} people; a case has "
        f"{found['contacts_median']:.0f} contacts (median). The truth spreads by the air of whole rooms, a few infect "
        "many, and it shares no constant with the engine. `serai demo evaluate --seeds 8` prints the same figures.",
        "tables": [
            {
                "title": "Share of the truly infected among the first contacts of their infector (95 % interval: "
                "bootstrap over worlds and over cases).",
                "head": ["Ranking", *(f"First {k}" for k in BUDGETS)],
                "rows": [[NAMES[name], *(cell(found["recall"][name][k]) for k in BUDGETS)] for name in NAMES],
            },
            {
                "title": "What can be found at all.",
                "head": ["Of the truly infected", "Share"],
                "rows": [
                    ["whose meeting the files hold from both sides", cell(found["recorded"])],
                    ["who are on the list of contacts, by any meeting", cell(found["ceiling"])],
                ],
            },
            {
                "title": "By where they were infected: share among the first 20.",
                "head": ["Setting", "Infected", "By risk", "By time"],
                "rows": [[s["kind"], s["infected"], f"{s['risk']:.1%}", f"{s['time']:.1%}"] for s in found["settings"]],
            },
        ],
        "notes": [notes(found)],
    }


def notes(found: dict[str, Any]) -> str:
    """What it means, said by the figures themselves."""
    words = []
    for k in BUDGETS:
        (risk, low, high), time = found["recall"]["risk"][k], found["recall"]["time"][k][0]
        side = "better than" if time < low else "worse than" if time > high else "not told apart from"
        words.append(f"at {k} contacts ranking by risk ({risk:.1%}) is {side} the longest time ({time:.1%})")
    return (
        f"What it means: {'; '.join(words)}. Both are far from drawing lots. Who lives with a case is met on every "
        "day, so time alone finds them; seats and days of illness are what time does not see. Limits: one made "
        "pathogen, and a truth in which time in a room counts fully, which favours ranking by time."
    )
