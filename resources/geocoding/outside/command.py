"""`directory geocode-outside`: asks the geocoder that was switched on about places whose point is coarse."""

import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence

import click
from geopy.exc import GeopyError

from agency.clock import Clock
from agency.database import Database
from agency.settings import Settings
from resources.geocoding.outside.asking import Outcome, Question, answer_question, questions
from resources.geocoding.outside.services import Ask, asking

FAILED = "failed"
OFF = "No outside geocoder is switched on: set GEOCODER to census or nominatim. Nobody was asked."
# So many failures in a row, and it is not the address.
_GIVE_UP = 3

Shop = tuple[Settings, Clock, Database]


def geocode_outside_command(
    house: Callable[[], Shop], asks: Callable[[Settings, Clock], Ask] | None = None
) -> click.Command:
    """The command; `house` gives the settings, the clock and the database at the time it runs."""

    @click.command("geocode-outside")
    @click.option("--limit", type=click.IntRange(min=1), help="Ask about so many places at most.")
    @click.option("--dry-run", is_flag=True, help="Say how many would be asked about, and ask nobody.")
    @click.option("--json", "as_json", is_flag=True, help="Print the counts as one JSON object.")
    def geocode_outside(limit: int | None, dry_run: bool, as_json: bool) -> None:
        """Ask an outside geocoder about open places of the directory whose point is coarse.

        GEOCODER says which. Never asked about: people, confidential places, survivors' services and held records. Each
        address is asked about once; a better point is in force at once, with its history, and can be taken back.
        """
        settings, clock, database = house()
        if not settings.geocoder:
            raise click.ClickException(OFF)
        with database.reading() as session:
            asked = questions(session)[:limit]
        if dry_run:
            told = {"geocoder": settings.geocoder, "would_ask": len(asked)}
            click.echo(
                json.dumps(told)
                if as_json
                else f"{len(asked)} places would be asked about. Nobody was asked and nothing was changed."
            )
            return
        ask = (asks or _asks)(settings, clock)
        counts = _ask_all(database, settings.geocoder, ask, asked, clock)
        left = len(asked) - sum(counts.values())
        if as_json:
            click.echo(
                json.dumps({"geocoder": settings.geocoder, "questions": len(asked), **counts, "left": left})
            )
        else:
            click.echo(
                f"{counts[Outcome.PLACED]} of {len(asked)} places have a better point; the others keep theirs."
            )
        if left:
            raise click.ClickException(f"The geocoder does not answer; {left} places were not asked about.")

    return geocode_outside


def _asks(settings: Settings, clock: Clock) -> Ask:
    return asking(settings.geocoder, settings.geocoder_domain, clock.ticks, time.sleep)


def _ask_all(
    database: Database, name: str, ask: Ask, asked: Sequence[Question], clock: Clock
) -> Counter[str]:
    counts: Counter[str] = Counter({each.value: 0 for each in (*Outcome,)} | {FAILED: 0})
    in_a_row = 0
    with click.progressbar(asked, label="Asking", file=sys.stderr) as shown:
        for question in shown:
            try:
                counts[answer_question(database, name, ask, question, clock.now()).value] += 1
                in_a_row = 0
            except GeopyError as error:
                click.echo(f"No answer about one address: {type(error).__name__}.", err=True)
                counts[FAILED] += 1
                in_a_row += 1
            if in_a_row == _GIVE_UP:
                break
    return counts
