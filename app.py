"""Wires the floors together; the only file that knows them all."""

import os
from datetime import timedelta

from flask import Flask
from flask_wtf.csrf import CSRFProtect

import agency.account_views
import agency.api_views
import agency.backup_commands
import agency.commands
import agency.second_factor_views
import agency.staff_views
import agency.views
import matching.commands
import reentry.consents.views
import reentry.demo.commands
import reentry.desk.search_views
import reentry.desk.views
import reentry.matches.api
import reentry.matches.commands
import reentry.matches.views
import reentry.people.api
import reentry.people.commands
import reentry.people.views
import reentry.plans.api
import reentry.plans.commands
import reentry.plans.print_views
import reentry.plans.views
import reentry.referrals.api
import reentry.referrals.commands
import reentry.referrals.views
import resources.api
import resources.commands
import resources.views
from agency import api, error_pages, migration, page_words, web
from agency.clock import Clock, SystemClock
from agency.database import Database
from agency.permissions import ANYONE
from agency.settings import ROOT, Settings
from agency.vault import Vault
from matching.catalog import Shelf

MAXIMUM_UPLOAD = 64 * 1024 * 1024

AREAS = (
    agency.views.area,
    agency.second_factor_views.area,
    agency.account_views.area,
    agency.staff_views.area,
    resources.views.area,
    reentry.desk.views.area,
    reentry.people.views.area,
    reentry.matches.views.area,
    reentry.plans.views.area,
    reentry.consents.views.area,
    reentry.referrals.views.area,
    reentry.desk.search_views.area,
)
APIS = (
    agency.api_views.area,
    resources.api.area,
    reentry.people.api.area,
    reentry.matches.api.area,
    reentry.plans.api.area,
    reentry.referrals.api.area,
)
COMMANDS = (
    *resources.commands.COMMANDS,
    *agency.commands.COMMANDS,
    agency.backup_commands.backup_group,
    matching.commands.judge_command,
    reentry.people.commands.people_group,
    reentry.demo.commands.demo_group,
    reentry.matches.commands.match_command,
    reentry.plans.commands.plan_group,
    *reentry.referrals.commands.COMMANDS,
)


def create_app(settings: Settings | None = None, clock: Clock | None = None) -> Flask:
    """The service, ready to answer; settings come from the environment where none are given."""
    settings = settings or Settings.from_environment(os.environ)
    app = Flask(__name__, template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    app.config.update(
        SECRET_KEY=Vault(settings.master_key).derive("cookies"),
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
    furnish(app, settings, clock or SystemClock())
    CSRFProtect(app)
    error_pages.install(app)
    page_words.install(app)
    app.after_request(web.set_headers)
    app.context_processor(lambda: {"may": web.may, "nonce": web.nonce, "settings": web.settings()})
    for area in AREAS:
        app.register_blueprint(area)
    api.install(app, APIS)
    for command in COMMANDS:
        app.cli.add_command(command)
    setattr(app.view_functions["static"], "permission", ANYONE)  # noqa: B010 - a function, not a class of ours
    web.require_permissions(app)
    return app


def furnish(app: Flask, settings: Settings, clock: Clock) -> None:
    """Give the service its database and everything else that its routes ask for."""
    vault = Vault(settings.master_key)
    app.extensions.update(
        settings=settings,
        clock=clock,
        database=Database(settings.database_url, vault, clock, migration.bring_up_to_date),
        shelf=Shelf(),
    )
