from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from serai.core.ids import ALPHABET, code_repair, new_code, uuid7


def test_identifiers_made_later_sort_later_and_say_version_7() -> None:
    first, second = uuid7(), uuid7()
    assert first.version == second.version == 7
    assert first.int >> 80 <= second.int >> 80


def test_a_code_is_understood_as_people_type_it() -> None:
    code = new_code("P")
    assert code_repair(code.lower().replace("-", " "), "P") == code
    assert code_repair(code.replace("1", "I").replace("0", "o"), "P") == code


@given(st.integers(0, 7), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(position: int, wrong: str) -> None:
    code = new_code("P")
    letters = list(code.removeprefix("P-").replace("-", ""))
    if letters[position] == wrong:
        return
    letters[position] = wrong
    assert code_repair("P-" + "".join(letters), "P") is None


@given(st.integers(0, 6))
def test_two_swapped_neighbours_are_noticed(position: int) -> None:
    letters = list(new_code("P").removeprefix("P-").replace("-", ""))
    a, b = letters[position], letters[position + 1]
    letters[position], letters[position + 1] = b, a
    assert (code_repair("P-" + "".join(letters), "P") is None) == (a != b)
