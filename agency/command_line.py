"""How commands tell what they do: a bar where somebody watches, and what went wrong in one line."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from sqlalchemy.exc import DBAPIError

# Told how much is done, and of how much.
Progress = Callable[[int, int], None]


@contextmanager
def bar(label: str) -> Iterator[Progress]:
    """Shows how far long work is, on a terminal."""
    watched = sys.stderr.isatty()
    with click.progressbar(length=1, label=label, file=sys.stderr, hidden=not watched) as shown:

        def show(done: int, total: int) -> None:
            shown.length = total
            shown.update(done - shown.pos)

        yield show


@contextmanager
def told_in_a_line() -> Iterator[None]:
    """A disk or a database that refuses is told in a sentence."""
    try:
        yield
    except OSError as error:
        raise click.ClickException(f"{error.filename or 'The file'}: {error.strerror}.") from error
    except DBAPIError as error:
        raise click.ClickException(
            f"The database does not allow it: {str(error.orig).splitlines()[0]}."
        ) from error
