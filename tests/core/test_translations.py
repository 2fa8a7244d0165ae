"""Every language on offer is complete in every room; a translation never breaks a placeholder."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation import to_locale

from serai.core.translations import compiled, sources

ROOT = Path(settings.SRC)
ROOMS = sorted(p.parent.name for p in ROOT.glob("*/locale"))
COMPLETE = [to_locale(code) for code, _ in settings.LANGUAGES if code != "en"]
CALLS = {"gettext", "gettext_lazy", "_", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
IN_TEMPLATE = re.compile(
    r"""\{%\s*(?:translate|trans)\s+(?:"([^"]+)"|'([^']+)')|_\((?:"([^"]+)"|'([^']+)')\)""", re.DOTALL
)


def catalog(room: str, language: str) -> dict[str, object]:
    path = ROOT / room / "locale" / language / "LC_MESSAGES" / "django.po"
    with path.open("rb") as stream:
        return {(m.id if isinstance(m.id, str) else m.id[0]): m for m in read_po(stream, locale=language) if m.id}


def said(path: Path) -> set[str]:
    """What a source file asks to have translated."""
    text = path.read_text("utf-8")
    if path.suffix == ".html":
        # Django doubles the percent signs of templates on their way into the catalog.
        return {next(filter(None, groups)).replace("%", "%%") for groups in IN_TEMPLATE.findall(text)}
    found = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS and node.args:
            place = node.args[1] if node.func.id.startswith("pgettext") and len(node.args) > 1 else node.args[0]
            if isinstance(place, ast.Constant) and isinstance(place.value, str):
                found.add(place.value)
    return found


@pytest.mark.pure
@pytest.mark.parametrize("language", COMPLETE)
@pytest.mark.parametrize("room", ROOMS)
def test_every_word_has_its_translation(room: str, language: str) -> None:
    lacking = [
        id
        for id, message in catalog(room, language).items()
        if message.fuzzy or not all([message.string] if isinstance(message.string, str) else message.string)
    ]
    assert lacking == []


@pytest.mark.pure
@pytest.mark.parametrize("room", ROOMS)
def test_every_word_of_the_sources_was_collected(room: str) -> None:
    known = set(catalog(room, "ar"))
    sources = [p for p in (ROOT / room).rglob("*") if p.suffix in {".py", ".html"} and "migrations" not in p.parts]
    lost = {word for path in sources for word in said(path)} - known
    assert sorted(lost) == []  # bin/messages collects them


@pytest.mark.pure
@pytest.mark.parametrize("code", ["zh_Hans", "ar", "fr", "ru", "es"])
@pytest.mark.parametrize("room", ROOMS)
def test_every_language_is_prepared_in_every_room(room: str, code: str) -> None:
    assert (ROOT / room / "locale" / code / "LC_MESSAGES" / "django.po").exists()


@pytest.mark.pure
def test_every_catalog_compiles_with_its_placeholders_whole(tmp_path: Path) -> None:
    for number, path in enumerate(sources()):
        copy = tmp_path / str(number) / path.parents[1].name / "LC_MESSAGES" / path.name
        copy.parent.mkdir(parents=True)
        copy.write_bytes(path.read_bytes())
        assert compiled(copy).stat().st_size > 0


@pytest.mark.pure
def test_a_translation_that_drops_a_placeholder_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "locale" / "ar" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        '#, python-format\nmsgid "For %(name)s"\nmsgstr "ل %(nom)s"\n',
        "utf-8",
    )
    with pytest.raises(ValueError, match=r"line \d+"):
        compiled(path)
