"""Chinese notice text: one form for what is written in several, and blank where it says that nothing is known."""

from __future__ import annotations

import re
import unicodedata

BLANK = frozenset(
    [
        "不详",
        "未知",
        "不明",
        "暂无",
        "无",
        "暂不详",
        "待查",
        "具体不详",
        "null",
        "none",
        "nan",
        "n/a",
        "na",
        "unknown",
        "-",
        "--",
        "/",
        ".",
        "?",
        "？",
    ]
)
_HAN = "\u3400-\u9fff"
_GAP = re.compile(rf"(?<=[{_HAN}])\s+(?=[{_HAN}])")
# Traditional forms of the words that this grammar knows; names of places are left as they are written.
_SIMPLE = str.maketrans("車廂號鋪臥軟機場無點線鐵輕軌詳節時轉經與餐", "车厢号铺卧软机场无点线铁轻轨详节时转经与餐")
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_NUMERAL = re.compile("[零〇一二两三四五六七八九十百]+")
_PRIVATE = re.compile(
    r"微信(?:号|名|昵称)|微信[::]|手机号|电话[::]?\d|QQ[::]?\d|身份证|收款人|(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)\d{17}[\dX](?!\d)"
)


def clean(cell: str) -> str:
    """NFKC (full-width to plain), no control characters, one blank at most, none between Chinese characters.

    "" for words that say that nothing is known.
    """
    text = unicodedata.normalize("NFKC", cell)
    text = "".join(" " if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp") else c for c in text)
    text = _GAP.sub("", " ".join(text.split()))
    return "" if text.casefold() in BLANK else text


def plain(text: str) -> str:
    """For reading numbers, carriages and seats: capitals, and simplified forms of the words of the grammar."""
    return unicodedata.normalize("NFKC", text.upper()).translate(_SIMPLE)


def numeral(text: str) -> int | None:
    """The value of Arabic digits or of a Chinese numeral below a thousand ("十六" → 16); None for anything else."""
    if text.isascii() and text.isdigit():
        return int(text)
    if not _NUMERAL.fullmatch(text):
        return None
    if not set(text) & set("十百"):
        return int("".join(str(_DIGITS[c]) for c in text))
    total = pending = 0
    for character in text:
        if character in "十百":
            total += (pending or 1) * (10 if character == "十" else 100)
            pending = 0
        else:
            pending = _DIGITS[character]
    return total + pending


def private(text: str) -> bool:
    """Does it hold somebody's account name, telephone or identity number?"""
    return bool(_PRIVATE.search(text.upper()))
