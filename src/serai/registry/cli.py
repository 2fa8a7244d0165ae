"""`serai person export|erase|link`."""

from __future__ import annotations

import json

import typer

from serai.core.startup import ready, refuse

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Export or erase one person, or link them to their account.",
)


def _known(code: str) -> None:
    ready()
    from serai.registry.models import Person

    if not Person.objects.filter(code=code).exists():
        refuse(f"{code}: no such person; expected a code such as P-7Q4K-29MX")


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


@app.command()
def link(code: str, email: str) -> None:
    """Say that this account belongs to this person, so that they see their own page."""
    _known(code)
    from serai.identity.actors import Actor
    from serai.identity.models import Account
    from serai.registry.domain.errors import BadInput
    from serai.registry.services import person_link

    account = Account.objects.filter(email=email.lower()).first()
    if account is None:
        refuse(f"{email}: no such account; expected one made by serai account create")
    try:
        person_link(by=Actor.system("cli"), code=code, account_id=account.pk)
    except BadInput as error:
        refuse(error)
    typer.echo(f"{email} sees the page of {code}")
