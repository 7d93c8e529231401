"""Wires the floors together; the only file that knows them all."""

import os
from datetime import timedelta

from flask import Flask
from flask_wtf.csrf import CSRFProtect

import agency.api_views
import agency.commands
import agency.views
import matching.commands
import reentry.api_matches
import reentry.api_people
import reentry.api_plans
import reentry.api_referrals
import reentry.consent_views
import reentry.demo_commands
import reentry.desk_views
import reentry.match_commands
import reentry.match_views
import reentry.people_commands
import reentry.person_views
import reentry.plan_commands
import reentry.plan_print_views
import reentry.plan_views
import reentry.referral_commands
import reentry.referral_views
import reentry.search_views
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
    resources.views.area,
    reentry.desk_views.area,
    reentry.person_views.area,
    reentry.match_views.area,
    reentry.plan_views.area,
    reentry.consent_views.area,
    reentry.referral_views.area,
    reentry.search_views.area,
)
APIS = (
    agency.api_views.area,
    resources.api.area,
    reentry.api_people.area,
    reentry.api_matches.area,
    reentry.api_plans.area,
    reentry.api_referrals.area,
)
COMMANDS = (
    *resources.commands.COMMANDS,
    *agency.commands.COMMANDS,
    matching.commands.judge_command,
    reentry.people_commands.people_group,
    reentry.demo_commands.demo_group,
    reentry.match_commands.match_command,
    reentry.plan_commands.plan_group,
    *reentry.referral_commands.COMMANDS,
)


def create_app(settings: Settings | None = None, clock: Clock | None = None) -> Flask:
    """The service, ready to answer; settings come from the environment where none are given."""
    settings = settings or Settings.from_environment(os.environ)
    app = Flask(__name__, template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    vault = Vault(settings.master_key)
    clock = clock or SystemClock()
    app.config.update(
        SECRET_KEY=vault.derive("cookies"),
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
    app.extensions.update(
        settings=settings,
        clock=clock,
        database=Database(settings.database_url, vault, clock, migration.bring_up_to_date),
        shelf=Shelf(),
    )
    CSRFProtect(app)
    error_pages.install(app)
    page_words.install(app)
    app.after_request(web.set_headers)
    app.context_processor(lambda: {"may": web.may, "nonce": web.nonce, "settings": settings})
    for area in AREAS:
        app.register_blueprint(area)
    api.install(app, APIS)
    for command in COMMANDS:
        app.cli.add_command(command)
    setattr(app.view_functions["static"], "permission", ANYONE)  # noqa: B010 - a function, not a class of ours
    web.require_permissions(app)
    return app
