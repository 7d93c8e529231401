"""What outside geocoders answered about addresses of the directory, kept so that nobody is asked twice."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from agency.tables import Base


class GeocoderAnswer(Base):
    """One answer about one address line; no coordinates: the geocoder did not find it."""

    __tablename__ = "geocoder_answer"

    geocoder: Mapped[str] = mapped_column(primary_key=True)
    # The address on one line, folded as resources.geography.postal_addresses folds it.
    address: Mapped[str] = mapped_column(primary_key=True)
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    # Radius in meters within which the point lies, as far as the answer tells.
    precision_m: Mapped[float | None]
    matched: Mapped[str] = mapped_column(default="")
    asked_at: Mapped[datetime]
