"""Figures for those who watch over the service: how much, how fast, how often refused; never about whom."""

from collections.abc import Callable, Mapping
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agency.audit import audit
from agency.audit.audit import AuditEntry
from agency.staff.staff import Staff
from agency.watch import health

Figure = Callable[[Session, datetime], float | None]


class Metrics:
    """Counts what this process answers; the rest is read from the database when it is asked for."""

    def __init__(self, figures: Mapping[str, tuple[str, Figure]]) -> None:
        """figures: name → what it means, and how it is read; None where there is nothing to tell."""
        self._figures = {**FIGURES, **figures}
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "reentry_requests", "Requests answered", ["endpoint", "method", "status"], registry=self._registry
        )
        self._seconds = Histogram(
            "reentry_request_seconds", "How long an answer took", ["endpoint"], registry=self._registry
        )

    def count(self, endpoint: str, method: str, status: int, seconds: float) -> None:
        """Note one answer, by the name of what was asked for."""
        self._requests.labels(endpoint, method, str(status)).inc()
        self._seconds.labels(endpoint).observe(seconds)

    def told(self, session: Session, now: datetime) -> bytes:
        """Everything, as Prometheus reads it."""
        read = CollectorRegistry()
        for name, (meaning, figure) in self._figures.items():
            value = figure(session, now)
            if value is not None:
                Gauge(f"reentry_{name}", meaning, registry=read).set(value)
        return generate_latest(self._registry) + generate_latest(read)


def _failed_log_ins(session: Session, now: datetime) -> float:  # noqa: ARG001
    failed = select(func.count()).where(AuditEntry.event == "staff.log_in_failed")
    return float(session.scalar(failed) or 0)


def _locked_accounts(session: Session, now: datetime) -> float:
    locked = select(func.count()).select_from(Staff).where(Staff.active, Staff.locked_until > now)
    return float(session.scalar(locked) or 0)


def _audit_entries(session: Session, now: datetime) -> float:  # noqa: ARG001
    return float(audit.end(session)[0])


def _backup_age(session: Session, now: datetime) -> float | None:
    last = health.last_backup(session)
    return (now - last).total_seconds() if last else None


FIGURES: dict[str, tuple[str, Figure]] = {
    "log_ins_failed": ("Failed log-ins in the audit trail", _failed_log_ins),
    "accounts_locked": ("Accounts locked by failed log-ins now", _locked_accounts),
    "audit_entries": ("The number of the last entry of the audit trail", _audit_entries),
    "backup_age_seconds": ("How long ago the last backup was made", _backup_age),
}
