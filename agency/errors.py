"""The errors a person can meet, each with the sentence it says and the answer it gives."""

from collections.abc import Mapping
from uuid import UUID

import click

UNSEEN = "There is no such record, or it is not one you may open."


class ReentryError(click.ClickException):
    """Something went wrong that can be told to the person at the keyboard.

    status is the HTTP answer; a command that meets one says its sentence on one line and exits with 1.
    """

    status = 400
    title = "That did not work"


class NotFoundError(ReentryError):
    """There is no such record, or it is not one the viewer may know of: the two read the same."""

    status = 404
    title = "Not found"


class DeniedError(ReentryError):
    """The record exists and this viewer may not know it: reads as "not found", is written down as refused."""

    status = 404
    title = "Not found"

    def __init__(self, permission: str, subject_id: UUID | None) -> None:
        super().__init__(UNSEEN)
        self.permission = permission
        self.subject_id = subject_id


class ForbiddenError(ReentryError):
    """The viewer's role does not allow this."""

    status = 403
    title = "Your role does not allow this"


class InvalidError(ReentryError):
    """What was entered is wrong; nothing was changed.

    fields maps each field's path to its messages, to be shown beside the field.
    """

    status = 422
    title = "Please check what was entered"

    def __init__(self, message: str, fields: Mapping[str, object] | None = None) -> None:
        super().__init__(message)
        self.fields = dict(fields or {})


class ConflictError(ReentryError):
    """The record changed since it was opened, or is not in a state that allows this step."""

    status = 409
    title = "The record has changed"


class WithheldError(ReentryError):
    """A rule of disclosure forbids this letter, list or copy; the message says what is missing."""

    status = 409
    title = "Cannot be disclosed"


class SettingsError(ReentryError):
    """The service cannot start as it is set up; the message says which setting and why."""

    status = 500
    title = "The service is not set up"


class KeyLostError(SettingsError):
    """The database is there and its key is not, or is another one."""


class DatabaseAwayError(SettingsError):
    """The database server does not answer, or does not let the service in."""

    status = 503
    title = "The database does not answer"


class RecordErasedError(ReentryError):
    """The content of this record was destroyed by order and cannot be brought back."""

    status = 410
    title = "Erased by order"


class UnauditedChangeError(ReentryError):
    """A change was about to be kept without its entry in the audit trail; it was not kept."""

    status = 500
    title = "The change was not recorded"


class TrailBrokenError(ReentryError):
    """The end of the audit trail is not as the service left it; a failure to audit stops the action (CJIS 5.4)."""

    status = 500
    title = "The audit trail is broken"
