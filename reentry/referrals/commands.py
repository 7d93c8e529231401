"""Commands for referrals and letters: drafting one, and putting its letter into a file."""

import json
from pathlib import Path
from uuid import UUID

import click
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from agency.edge.request import clock, database, settings
from agency.errors import NotFoundError, ReentryError
from reentry.people import people
from reentry.people.clerk import Clerk
from reentry.referrals import letter_printing, referrals
from reentry.referrals import provider_search as referral_search
from reentry.referrals.letter_printing import Press
from reentry.referrals.referrals import Referral
from resources.needs import NEEDS

referral_group = AppGroup("referral", help="Referrals to providers.")
letter_group = AppGroup("letter", help="Referral letters.")


@referral_group.command("create")
@click.argument("person_id", type=click.UUID)
@click.argument("service_id", type=click.UUID)
@click.option("--plan", "plan_id", type=click.UUID, help="The plan it belongs to; a referral needs none.")
@click.option(
    "--location", "location_id", type=click.UUID, help="Which of the service's places; the first if not said."
)
@click.option("--need", default="", help="The need it answers; one the person has if not said.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object (it is printed in any case).")
def create_referral(
    person_id: UUID,
    service_id: UUID,
    plan_id: UUID | None,
    location_id: UUID | None,
    need: str,
    as_json: bool,  # noqa: ARG001
) -> None:
    """Draft a referral of PERSON_ID to SERVICE_ID, or find the draft there is."""
    if need and need not in NEEDS:
        raise click.ClickException(f"There is no need {need!r}; there are {', '.join(NEEDS)}.")
    try:
        with database().writing() as session:
            person = people.for_command(session, person_id)
            referral_search.check_plan(session, person, plan_id)
            clerk = Clerk(None, None, clock().now())
            made = referrals.draft(session, person, service_id, location_id, need, plan_id, clerk)
            referral_id = str(made.id)
    except ReentryError as error:
        raise click.ClickException(str(error)) from error
    click.echo(json.dumps({"ids": [referral_id]}))


@letter_group.command("pdf")
@click.argument("referral_id", type=click.UUID)
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def print_letter(referral_id: UUID, out: Path, as_json: bool) -> None:
    """Put the letter of REFERRAL_ID into OUT (.pdf, .docx or .html); it is recorded as disclosed."""
    form = out.suffix.lower().removeprefix(".")
    if form not in letter_printing.TYPES:
        raise click.ClickException(f"{out.name} must end in .pdf, .docx or .html.")
    if not out.parent.is_dir():
        raise click.ClickException(f"There is no folder {out.parent}.")
    try:
        with database().writing() as session:
            copy = _print(session, referral_id, form)
            # Written before the record of it is kept: where the file cannot be written, nothing was disclosed.
            out.write_bytes(copy)
    except ReentryError as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{out} cannot be written: {error.strerror}.") from error
    click.echo(json.dumps({"ids": [str(referral_id)], "file": str(out)}) if as_json else f"{out} is written.")


def _print(session: Session, referral_id: UUID, form: str) -> bytes:
    referral = session.get(Referral, referral_id)
    if referral is None:
        raise NotFoundError("There is no such referral.")
    people.for_command(session, referral.person_id)
    today = clock().today(referral.person.office.time_zone)
    press = Press(settings().fonts, settings().data)
    clerk = Clerk(None, None, clock().now())
    return letter_printing.print_letter(session, referral, form, clerk, today, press)


COMMANDS = (referral_group, letter_group)
