"""Runs the migrations on the connection that the product itself opened: it holds the key."""

from alembic import context

from agency.tables import Base, Moment


def render_item(kind: str, item: object, _context: object) -> str | bool:
    """Name column types so that a migration stands by itself, whatever becomes of the code."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Moment) else False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    render_item=render_item,
)
with context.begin_transaction():
    context.run_migrations()
