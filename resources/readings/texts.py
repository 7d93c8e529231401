"""Texts of the directory: the same words are one text, however they are spaced and capitalized."""

from uuid import UUID, uuid5

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from agency.tables import Base

# The namespace of every text's id; never changes, or what was decided would be asked again.
_NAMESPACE = UUID("0d7a4c1e-52b3-4f0c-8c65-6b1f5a2e9d40")


class ReadText(Base):
    """The text of one kind that was last read at a service; by it, services with the same words are found."""

    __tablename__ = "read_text"

    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), primary_key=True)
    # One of resources.readings.kinds.
    kind: Mapped[str] = mapped_column(primary_key=True)
    text_id: Mapped[UUID] = mapped_column(index=True)
    # Staff or the source had said it themselves, and nothing was taken from the words.
    passed_over: Mapped[bool] = mapped_column(default=False)


def folded(text: str) -> str:
    """A text without what makes no difference: its case, and how it is spaced."""
    return " ".join(text.casefold().split())


def text_id(kind: str, text: str) -> UUID:
    """By what a text is known, the same for the same words."""
    return uuid5(_NAMESPACE, f"{kind}\n{folded(text)}")
