"""`serai account create`: how the first administrator, and anyone else, gets in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from serai.core.startup import ready, refuse

if TYPE_CHECKING:
    from serai.identity.roles import Role

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Make an account for someone who works here or lives here.",
)


@app.callback()
def account() -> None:
    """Make an account for someone who works here or lives here."""


@app.command()
def create(
    email: str = typer.Argument(help="the address they sign in with"),
    name: str = typer.Option(..., "--name", help="the name that colleagues see"),
    role: list[str] = typer.Option(..., "--role", help="tracer, epidemiologist, admin, resident, … (may be repeated)"),
    organisation: str = typer.Option("", "--organisation", help="for whom they work; made if it is new"),
    kind: str = typer.Option("health_authority", "--kind", help="what the organisation is"),
    country: str = typer.Option("", "--country", help="its country, ISO 3166-1 alpha-2"),
    language: str = typer.Option("en", "--language", help="the language of their pages"),
) -> None:
    """Make an account; prints a first password, to be replaced by a passkey at the first sign-in."""
    ready()
    from serai.identity.roles import OrganisationKind, Role

    known = [r.value for r in Role]
    if wrong := [r for r in role if r not in known]:
        refuse(f"role {wrong[0]!r} is unknown; expected one of {', '.join(known)}")
    if kind not in OrganisationKind.values:
        refuse(f"kind {kind!r} is unknown; expected one of {', '.join(OrganisationKind.values)}")
    if set(role) - {Role.RESIDENT} and not (organisation and len(country) == 2):
        refuse("staff work for someone; expected --organisation and --country of two letters")
    typer.echo(_create(email, name, [Role(r) for r in role], organisation, kind, country.upper(), language))


def _create(email: str, name: str, roles: list[Role], organisation: str, kind: str, country: str, language: str) -> str:
    from django.conf import settings
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email
    from django.db import IntegrityError, transaction

    from serai.identity.actors import Actor
    from serai.identity.services import account_create_with_password, organisation_register

    by = Actor.system("cli")
    try:
        validate_email(email)
        with transaction.atomic():
            home = (
                organisation_register(by=by, name=organisation, kind=kind, country=country, station=settings.STATION)
                if organisation
                else None
            )
            _, password = account_create_with_password(
                by=by, email=email, display_name=name, roles=roles, organisation=home, language=language
            )
    except ValidationError as error:
        refuse(f"{email}: {' '.join(error.messages)}")
    except IntegrityError:
        refuse(f"{email}: this address has an account already; expected a new one")
    return f"{email}: first password {password}"
