"""`serai person export|erase`."""

from __future__ import annotations

import json
import os
import sys

import typer

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Export or erase one person.",
)


def _known(code: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "serai.config.settings")
    import django

    django.setup()
    from serai.registry.models import Person

    if not Person.objects.filter(code=code).exists():
        sys.stderr.write(f"{code}: no such person; expected a code such as P-7Q4K-29MX\n")
        raise typer.Exit(2)


@app.command()
def export(code: str) -> None:
    """Everything that every room holds on a person, as JSON."""
    _known(code)
    from serai.core import audit, hooks
    from serai.identity.actors import Actor

    data = {name: collect(code) for name, collect in hooks.export}
    audit.record(by=Actor.system("cli"), action="person.export", object_type="person", object_id=code, subjects=[code])
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str))


@app.command()
def erase(code: str) -> None:
    """Erase a person everywhere and destroy their key; prints what went, as JSON."""
    _known(code)
    from serai.identity.actors import Actor
    from serai.registry.services import person_erase

    typer.echo(json.dumps(person_erase(by=Actor.system("cli"), code=code)))
