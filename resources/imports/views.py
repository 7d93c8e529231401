"""The pages on which a file becomes directory records: brought, its columns put right, checked, confirmed, imported."""

import csv
import io
from dataclasses import replace
from typing import Any, cast
from uuid import UUID

from flask import (
    Response,
    copy_current_request_context,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.utils import secure_filename

from agency.edge.areas import Area
from agency.edge.log_ins import own_session
from agency.edge.request import clock, database, unit, viewer
from agency.errors import ConflictError, InvalidError
from resources.hsds.export import harmless
from resources.imports.decisions import held_services
from resources.imports.files import open_path
from resources.imports.importing import Format, Report, detect
from resources.imports.refusals import UnusableFileError
from resources.imports.rows import Outcome
from resources.imports.running import Reading, run
from resources.imports.spreadsheet.columns import FIELDS, GuessedColumn, guess
from resources.imports.tables import read_table
from resources.imports.uploads import Stage, Upload, Uploads

# So many problems are shown; the download has them all.
SHOWN = 100
ACCEPTED = ".csv,.tsv,.xlsx,.json,.ndjson,.jsonl,.zip"

area = Area("imports", __name__)


@area.page("/directory/import", "directory.edit")
def show_import() -> str:
    """Where a file is brought."""
    return render_template("directory/import.html", errors={}, accepted=ACCEPTED)


@area.page("/directory/import", "directory.edit", methods=("POST",))
def bring_file() -> Response:
    """Keep a file for the steps that follow."""
    sent = request.files.get("file")
    name = secure_filename(sent.filename or "") if sent else ""
    if sent is None or not name:
        return _not_taken("Choose a file first.")
    upload = _uploads().keep(name, sent.save, _session_id(), clock().now())
    try:
        # A workbook may look like one and still be unreadable: better told now than on the next page.
        _columns(upload)
    except UnusableFileError as error:
        _uploads().forget(upload)
        return _not_taken(str(error))
    return _to(upload)


@area.page("/directory/import/<uuid:upload_id>", "directory.edit")
def show_upload(upload_id: UUID) -> str:
    """How far the import of a file has come, and what it needs next."""
    upload = _upload(upload_id)
    return render_template("directory/import_file.html", **_told(upload))


@area.page("/directory/import/<uuid:upload_id>/progress", "directory.edit")
def show_progress(upload_id: UUID) -> str:
    """The part of the page that changes while the work goes on."""
    return render_template("directory/import_stage.html", **_told(_upload(upload_id)))


@area.page("/directory/import/<uuid:upload_id>/check", "directory.edit", methods=("POST",))
def check_upload(upload_id: UUID) -> Response:
    """Rehearse the import with the columns as they were put right."""
    upload = _idle(upload_id)
    try:
        upload.mapping = _mapping(upload)
    except InvalidError as error:
        told = _told(upload) | {"columns": [_as_chosen(each) for each in _columns(upload)]}
        return make_response(render_template("directory/import_file.html", **told, refused=str(error)), 422)
    chosen = request.form.get("source", "")
    upload.source = chosen if chosen in upload.choices else ""
    _begin(upload, Stage.CHECKING)
    return _to(upload)


@area.page("/directory/import/<uuid:upload_id>/start", "directory.edit", methods=("POST",))
def start_upload(upload_id: UUID) -> Response:
    """Import what was checked."""
    upload = _idle(upload_id)
    if upload.stage is not Stage.CHECKED or upload.report is None or not upload.report.importable:
        raise ConflictError("Check the file first; then import what can be imported.")
    _begin(upload, Stage.IMPORTING)
    return _to(upload)


@area.page("/directory/import/<uuid:upload_id>/back", "directory.edit", methods=("POST",))
def go_back(upload_id: UUID) -> Response:
    """Back to the columns."""
    upload = _idle(upload_id)
    if upload.stage is Stage.CHECKED:
        upload.stage, upload.report = Stage.SENT, None
    return _to(upload)


@area.page("/directory/import/<uuid:upload_id>/removal", "directory.edit", methods=("POST",))
def remove_upload(upload_id: UUID) -> Response:
    """Take the file away; what was imported stays."""
    _uploads().forget(_idle(upload_id))
    return make_response(redirect(url_for("imports.show_import"), 303))


@area.page("/directory/import/<uuid:upload_id>/problems.csv", "directory.edit")
def download_problems(upload_id: UUID) -> Response:
    """Every problem as a table."""
    report = _upload(upload_id).report
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(("file", "row", "field", "code", "message"))
    for problem in report.problems if report else ():
        table.writerow([harmless(cell) for cell in problem.as_dict().values()])
    answer = make_response(text.getvalue().encode("utf-8-sig"))
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = "attachment; filename=import-problems.csv"
    return answer


def _begin(upload: Upload, stage: Stage) -> None:
    staff_id, base = viewer().id, database()

    # The trail names the browser from which the work was asked for.
    @copy_current_request_context
    def work() -> Report:
        reading = Reading.of(upload.path, mapping=upload.mapping or None, source=upload.source, database=base)
        upload.progress.total = len(reading.batch.entries)
        return run(
            base, reading, staff_id=staff_id, dry_run=stage is Stage.CHECKING, show=upload.progress.advance
        )

    _uploads().start(upload, stage, work)


def _mapping(upload: Upload) -> dict[str, str]:
    """Which column each of our fields stands in, as the form says; a field in no column is named with none."""
    if "columns" not in request.form:
        return {}
    chosen: dict[str, str] = {}
    for column in _columns(upload):
        field = request.form.get(f"column-{column.index}", "")
        if field and field not in FIELDS:
            raise InvalidError("Choose one of the fields that are offered.")
        if field in chosen:
            message = f"“{chosen[field]}” and “{column.name}” cannot both be the {field}. Choose one of them."
            raise InvalidError(message)
        if field:
            chosen[field] = column.name
    return {field: chosen.get(field, "") for field in FIELDS}


def _as_chosen(column: GuessedColumn) -> GuessedColumn:
    return replace(column, field=request.form.get(f"column-{column.index}", ""))


def _told(upload: Upload) -> dict[str, Any]:
    """What the page of an upload shows at its stage, which may go on while the page is made."""
    upload = replace(upload)
    report = upload.report
    columns: list[GuessedColumn] = []
    try:
        columns = _columns(upload) if upload.stage is Stage.SENT else []
    except UnusableFileError as error:
        upload.error = str(error)
    return {
        "upload": upload,
        "Stage": Stage,
        "columns": columns,
        "fields": [(field, field.replace("_", " ")) for field in FIELDS],
        "belonging": [(name, name) for name in upload.choices],
        "report": report,
        "counts": [(outcome.value, report.counts.get(outcome, 0)) for outcome in Outcome] if report else [],
        "problems": report.problems[:SHOWN] if report else [],
        "held": held_services(unit()) if upload.stage is Stage.DONE else [],
    }


def _columns(upload: Upload) -> list[GuessedColumn]:
    """The columns of a spreadsheet as they are understood; none where the file is no single spreadsheet."""
    if _format(upload) is not Format.SPREADSHEET:
        return []
    files = open_path(upload.path)
    return guess(read_table(files[0]), upload.mapping) if len(files) == 1 else []


def _format(upload: Upload) -> Format:
    return detect(open_path(upload.path))


def _not_taken(message: str) -> Response:
    errors = {"file": [message]}
    page = render_template("directory/import.html", errors=errors, accepted=ACCEPTED)
    return make_response(page, 422)


def _upload(upload_id: UUID) -> Upload:
    return _uploads().find(upload_id, _session_id())


def _idle(upload_id: UUID) -> Upload:
    upload = _upload(upload_id)
    if upload.working:
        raise ConflictError("This file is being worked on. Wait until that is done.")
    return upload


def _uploads() -> Uploads:
    return cast(Uploads, current_app.extensions["uploads"])


def _session_id() -> UUID:
    found = own_session(unit())
    if found is None:
        raise InvalidError("The session has ended. Log in again.")
    return found.id


def _to(upload: Upload) -> Response:
    return make_response(redirect(url_for("imports.show_upload", upload_id=upload.id), 303))
