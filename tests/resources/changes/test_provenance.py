"""Each field says who said it last, and when; what nobody changed is as the record came in."""

from datetime import timedelta
from uuid import UUID

from agency.database import Database
from resources.changes import editing, provenance
from resources.changes.editing import Author
from resources.changes.provenance import Said
from resources.records.services import Service
from tests.conftest import NOW


def test_the_last_word_of_each_field(database: Database, house: UUID) -> None:
    later = NOW + timedelta(days=1)
    with database.writing() as session:
        record = session.get_one(Service, house)
        record.source, record.imported_at = "charmcare", NOW
        lou, desk = Author(None, NOW, "Lou"), Author(None, later, "")
        editing.edit(session, record, {"alert": "a", "name": "Stair House"}, lou, origin="provider")
        editing.edit(session, record, {"alert": "b"}, desk)
        editing.propose(session, record, {"description": "c"}, lou)
        session.flush()

        said = provenance.said_by(session, record, editing.history(session, house))

        assert said["name"] == Said("provider", "Lou", NOW)
        assert said["alert"] == Said("staff", "staff", later)
        assert said["description"] == Said("import", "charmcare", NOW)
