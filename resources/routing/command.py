"""`directory way`: how long the way between two places of the directory takes, by the routing server."""

import json
from collections.abc import Callable
from uuid import UUID

import click

from agency.database import Database
from agency.errors import ReentryError
from agency.settings import Settings
from resources.routing.servers import MEANS, Fetch, asking
from resources.routing.stops import stop

OFF = "No routing server is switched on: set ROUTING_SERVER and ROUTING_URL. Nobody was asked."


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
