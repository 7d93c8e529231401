"""A provider's link: a signed address by which one organization proposes changes to its own record, for a while."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from agency.tables import Base, Identified


class ProviderLink(Identified, Base):
    """A link as it was made; the signature itself is kept nowhere, only its digest."""

    __tablename__ = "provider_link"

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id"), index=True)
    token_digest: Mapped[str] = mapped_column(unique=True)
    # To whom it was sent: a name or a desk at the provider.
    sent_to: Mapped[str]
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]
