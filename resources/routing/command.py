"""`directory way` and `directory ways`: how long ways between offices and places take, by the routing server."""

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from uuid import UUID

import click

from agency.clock import Clock
from agency.database import Database
from agency.errors import NotFoundError, ReentryError
from agency.settings import Settings
from resources.routing.asking import Question, ask_about, forget_closed, keep, questions
from resources.routing.servers import MEANS, Ask, Fetch, RoutingError, asking
from resources.routing.stops import stop

OFF = "No routing server is switched on: set ROUTING_SERVER and ROUTING_URL. Nobody was asked."
METERS_PER_MILE = 1609.344
# So many answers are kept together; so many failures in a row, and it is not the way.
TOGETHER, GIVE_UP = 50, 5


def way_command(house: Callable[[], tuple[Settings, Database]], fetch: Fetch | None = None) -> click.Command:
    """The command; `house` gives the settings and the database at the time it runs."""

    @click.command("way")
    @click.argument("start", type=click.UUID)
    @click.argument("end", type=click.UUID)
    @click.option("--by", "means", type=click.Choice(MEANS), default="car", show_default=True)
    @click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
    def way(start: UUID, end: UUID, means: str, as_json: bool) -> None:
        """Minutes from START to END, the ids of offices or of open places of the directory; never of people."""
        settings, database = house()
        if not settings.routing_server:
            raise click.ClickException(OFF)
        ask = asking(settings.routing_server, settings.routing_url, fetch)
        try:
            with database.reading() as session:
                stops = stop(session, start), stop(session, end)
            minutes = ask(*stops, means)
        except ReentryError as error:
            raise click.ClickException(str(error)) from error
        told = {"minutes": round(minutes, 1), "by": means, "server": settings.routing_server}
        click.echo(json.dumps(told) if as_json else f"{minutes:.0f} minutes by {means}.")

    return way


def ways_command(
    house: Callable[[], tuple[Settings, Clock, Database]],
    fetch: Fetch | None = None,
    pause: Callable[[float], None] = time.sleep,
) -> click.Command:
    """The command; `house` gives settings, clock and database at the time it runs, `pause` waits so many seconds."""

    @click.command("ways")
    @click.option("--within", "miles", type=click.FloatRange(0, 300), default=60, show_default=True)
    @click.option("--limit", type=click.IntRange(min=1), help="Ask about so many ways at most.")
    @click.option(
        "--per-second", type=click.FloatRange(0.1, 100), default=5, show_default=True, help="At most so many."
    )
    @click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
    def ways(miles: float, limit: int | None, per_second: float, as_json: bool) -> None:
        """Ask how long the ways from the agency's offices to the open places within so many miles take.

        The answers are kept with the day and shown with the services; what is known is asked again after half a year,
        or when a point has moved. Never asked about: people, confidential places, survivors' services, held records.
        """
        settings, clock, database = house()
        if not settings.routing_server:
            raise click.ClickException(OFF)
        with database.reading() as session:
            asked = questions(session, settings.routing_server, miles * METERS_PER_MILE, clock.now())[:limit]
        ask = asking(settings.routing_server, settings.routing_url, fetch)
        counts = _ask_all(database, settings.routing_server, ask, asked, clock, lambda: pause(1 / per_second))
        left = len(asked) - sum(counts.values())
        told = {"server": settings.routing_server, "questions": len(asked), **counts, "left": left}
        click.echo(json.dumps(told) if as_json else f"{counts['known']} of {len(asked)} ways are known now.")
        if left:
            raise click.ClickException(
                f"The routing server does not answer; {left} ways were not asked about."
            )

    return ways


def _ask_all(
    database: Database,
    server: str,
    ask: Ask,
    asked: Sequence[Question],
    clock: Clock,
    pause: Callable[[], None],
) -> dict[str, int]:
    """Ask one after the other and keep the answers, some at a time; stops where the server does not answer."""
    counts = {"known": 0, "failed": 0}
    with database.writing() as session:
        forget_closed(session)
    with click.progressbar(length=len(asked), label="Asking", file=sys.stderr) as bar:
        answers: list[tuple[Question, float]] = []
        for number, minutes in enumerate(_answers(database, ask, asked, pause), start=1):
            counts["failed" if minutes is None else "known"] += 1
            answers += [] if minutes is None else [(asked[number - 1], minutes)]
            bar.update(1)
            if len(answers) == TOGETHER:
                _keep(database, server, answers, clock)
                answers = []
        _keep(database, server, answers, clock)
    return counts


def _answers(
    database: Database, ask: Ask, asked: Sequence[Question], pause: Callable[[], None]
) -> Iterator[float | None]:
    """The minutes of each way, None where there was no answer; ends after too many of these in a row."""
    in_a_row = 0
    for question in asked:
        try:
            minutes = ask_about(database, ask, question)
            in_a_row = 0
            yield minutes
        except (RoutingError, NotFoundError):
            in_a_row += 1
            yield None
        if in_a_row == GIVE_UP:
            return
        pause()


def _keep(database: Database, server: str, answers: Sequence[tuple[Question, float]], clock: Clock) -> None:
    if answers:
        with database.writing() as session:
            keep(session, server, answers, clock.now())
