"""Commands for the tokens by which programs read the directory."""

import json

import click
from flask.cli import AppGroup
from sqlalchemy import select

from agency.access import api_tokens
from agency.access.api_tokens import ApiToken
from agency.audit import audit
from agency.edge.request import clock, database

token_group = AppGroup("token", help="Tokens by which programs read the directory over HSDS.")


@token_group.command("add")
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def add_token(name: str, as_json: bool) -> None:
    """Make a token for a program; it is shown this once."""
    with database().writing() as session:
        made, text = api_tokens.make(session, name, clock().now())
        audit.record(session, "api_token.made", None, made.id)
        token_id = str(made.id)
    click.echo(json.dumps({"id": token_id, "name": name, "token": text}) if as_json else f"{name}: {text}")


@token_group.command("end")
@click.argument("name")
def end_token(name: str) -> None:
    """Take a token back at once."""
    with database().writing() as session:
        audit.record(session, "api_token.ended", None, api_tokens.end(session, name, clock().now()).id)
    click.echo(f"{name} opens nothing any more.")


@token_group.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def list_tokens(as_json: bool) -> None:
    """Every token there was, and whether it still opens the directory."""
    with database().reading() as session:
        tokens = [
            {"name": each.name, "made_at": each.made_at.isoformat(), "at_work": each.ended_at is None}
            for each in session.scalars(select(ApiToken).order_by(ApiToken.made_at))
        ]
    if as_json:
        click.echo(json.dumps({"tokens": tokens}))
    else:
        click.echo(
            "\n".join(f"{each['name']}: {'at work' if each['at_work'] else 'ended'}" for each in tokens)
        )
