"""Wires the floors together; the only file that knows them all."""

import os
from datetime import timedelta

from flask import Flask
from flask_wtf.csrf import CSRFProtect

import agency.access.commands
import agency.agency_views
import agency.audit.commands
import agency.audit.views
import agency.backup.commands
import agency.commands
import agency.edge.api_views
import agency.serve_commands
import agency.staff.account_views
import agency.staff.lock_views
import agency.staff.log_in_views
import agency.staff.second_factor_views
import agency.staff.security_key_views
import agency.staff.views
import agency.watch.commands
import agency.watch.views
import matching.commands
import matching.weight_views
import reentry.access.emergency_views
import reentry.access.views
import reentry.allocation.commands
import reentry.allocation.views
import reentry.co_placement.views
import reentry.consents.views
import reentry.demo.commands
import reentry.desk.search_views
import reentry.desk.views
import reentry.matches.api
import reentry.matches.commands
import reentry.matches.place_rules_views
import reentry.matches.views
import reentry.people.api
import reentry.people.commands
import reentry.people.erasure_views
import reentry.people.history_views
import reentry.people.views
import reentry.plans.api
import reentry.plans.commands
import reentry.plans.place_check_views
import reentry.plans.print_views
import reentry.plans.step_views
import reentry.plans.views
import reentry.referrals.api
import reentry.referrals.commands
import reentry.referrals.views
import reentry.touched.commands
import reentry.touched.views
import reentry.victims.place_views
import reentry.victims.views
import reentry.week.views
import resources.changes.closing_views
import resources.changes.history_views
import resources.changes.proposal_views
import resources.changes.views
import resources.commands
import resources.desk.views
import resources.duplicates.views
import resources.geocoding.alarm_views
import resources.hsds.views
import resources.imports.views
import resources.pages.api
import resources.pages.kept_back_views
import resources.pages.review_views
import resources.pages.views
import resources.provider.closure_views
import resources.provider.form_views
import resources.provider.link_views
import resources.provider.place_views
import resources.provider.record_views
import resources.provider.visit_views
import resources.readings.views
import resources.upkeep.barring_views
import resources.upkeep.batch_views
import resources.upkeep.queue_views
import resources.upkeep.views
from agency import chores, migration
from agency.access.permissions import ANYONE
from agency.chores import Chores
from agency.clock import Clock, SystemClock
from agency.database import Database
from agency.edge import api, error_pages, headers, page_words, request
from agency.edge.areas import require_permissions
from agency.errors import SettingsError
from agency.keys.vault import Vault
from agency.serve_commands import TrustedProxy
from agency.settings import ROOT, Settings
from agency.watch.metrics import Metrics
from matching import travel
from matching.shelf import Shelf
from reentry.people import history
from reentry.people.called import OpenedNames
from reentry.plans import dating
from reentry.plans.reliance import CaseReliance
from reentry.referrals import counting
from reentry.referrals.evidence import PastReferrals
from reentry.victims import clearances
from resources.duplicates.searching import Search
from resources.geocoding.local import LocalGeocoder
from resources.geocoding.streets.street_file import StreetFile
from resources.imports.uploads import Uploads
from resources.records.once import Once
from resources.search.names import Names

# What higher floors tell those who watch over the service.
FIGURES = {"clearances_waiting": ("Requests victim services have not answered", clearances.backlog)}

# What the last update left to be done once, in this order.
CHORES: Chores = {"count_outcomes": counting.count_all, "date_choices": dating.date_choices}

MAXIMUM_UPLOAD = 64 * 1024 * 1024

AREAS = (
    agency.staff.log_in_views.area,
    agency.staff.second_factor_views.area,
    agency.staff.account_views.area,
    agency.staff.security_key_views.area,
    agency.agency_views.area,
    agency.staff.views.area,
    agency.audit.views.area,
    agency.watch.views.area,
    agency.staff.lock_views.area,
    resources.pages.views.area,
    resources.pages.review_views.area,
    resources.pages.kept_back_views.area,
    resources.upkeep.barring_views.area,
    resources.provider.link_views.area,
    resources.provider.visit_views.area,
    resources.desk.views.area,
    resources.changes.views.area,
    resources.changes.history_views.area,
    resources.changes.proposal_views.area,
    resources.changes.closing_views.area,
    resources.hsds.views.area,
    resources.imports.views.area,
    resources.readings.views.area,
    resources.upkeep.views.area,
    resources.duplicates.views.area,
    resources.geocoding.alarm_views.area,
    matching.weight_views.area,
    reentry.desk.views.area,
    reentry.allocation.views.area,
    reentry.people.views.area,
    reentry.people.erasure_views.area,
    reentry.people.history_views.area,
    reentry.access.views.area,
    reentry.access.emergency_views.area,
    reentry.co_placement.views.area,
    reentry.matches.views.area,
    reentry.touched.views.area,
    reentry.matches.place_rules_views.area,
    reentry.plans.views.area,
    reentry.consents.views.area,
    reentry.referrals.views.area,
    reentry.desk.search_views.area,
    reentry.victims.views.area,
    reentry.week.views.area,
)
APIS = (
    agency.edge.api_views.area,
    resources.pages.api.area,
    reentry.people.api.area,
    reentry.matches.api.area,
    reentry.plans.api.area,
    reentry.referrals.api.area,
)
COMMANDS = (
    *resources.commands.COMMANDS,
    *agency.commands.COMMANDS,
    *agency.audit.commands.COMMANDS,
    *agency.watch.commands.COMMANDS,
    *agency.serve_commands.COMMANDS,
    agency.backup.commands.backup_group,
    agency.access.commands.token_group,
    matching.commands.judge_command,
    reentry.people.commands.people_group,
    reentry.demo.commands.demo_group,
    reentry.matches.commands.match_command,
    reentry.matches.commands.rematch_command,
    reentry.plans.commands.plan_group,
    reentry.allocation.commands.allocation_group,
    reentry.touched.commands.touched_command,
    *reentry.referrals.commands.COMMANDS,
)


def create_app(settings: Settings | None = None, clock: Clock | None = None) -> Flask:
    """The service, ready to answer; settings come from the environment where none are given."""
    settings = settings or _settings()
    app = Flask(__name__, template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    app.config.update(
        SECRET_KEY=Vault(*settings.master_keys).derive("cookies"),
        SESSION_COOKIE_NAME="reentry",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        MAX_CONTENT_LENGTH=MAXIMUM_UPLOAD,
        MAX_FORM_MEMORY_SIZE=4 * 1024 * 1024,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=settings.secure_cookies,
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(hours=1),
    )
    clock = clock or SystemClock()
    furnish(app, settings, clock)
    if settings.trusted_proxy:
        setattr(app, "wsgi_app", TrustedProxy(app.wsgi_app, settings.trusted_proxy))  # noqa: B010 - as Flask has it done
    agency.watch.views.install(app, clock)
    CSRFProtect(app)
    error_pages.install(app)
    page_words.install(app)
    app.after_request(headers.set_headers)
    app.context_processor(
        lambda: {"may": request.may, "nonce": headers.nonce, "settings": request.settings()}
    )
    for area in AREAS:
        app.register_blueprint(area)
    api.install(app, APIS)
    for command in COMMANDS:
        app.cli.add_command(command)
    setattr(app.view_functions["static"], "permission", ANYONE)  # noqa: B010 - a function, not a class of ours
    require_permissions(app)
    return app


def _settings() -> Settings:
    try:
        return Settings.from_environment(os.environ)
    except SettingsError as error:
        # Flask's list of commands would show where in the code; whoever starts a server needs the sentence alone.
        raise SystemExit(f"Error: {error}") from error


def _prepare(database: Database) -> None:
    """Bring a database to the shape the code expects, before anything else is asked of it."""
    migration.bring_up_to_date(database)
    chores.do(database, CHORES)


def furnish(app: Flask, settings: Settings, clock: Clock) -> None:
    """Give the service its database and everything else that its routes ask for."""
    vault = Vault(*settings.master_keys)
    geocoder = LocalGeocoder(StreetFile(settings.streets))
    app.extensions.update(
        settings=settings,
        clock=clock,
        database=Database(
            settings.database_url,
            vault,
            clock,
            _prepare,
            request.origin,
            {"geocoder": geocoder, "paces": travel.paces(settings.data), "once": Once()},
        ),
        shelf=Shelf(PastReferrals()),
        names=Names(),
        opened_names=OpenedNames(),
        duplicates=Search(),
        uploads=Uploads(settings.data / "uploads"),
        subjects=history.subjects,
        reliance=CaseReliance(),
        metrics=Metrics(FIGURES),
    )
