"""Tables of a plan on paper: steps, residences side by side, conditions, the week, the path to release."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

from babel.dates import format_date, format_time

from agency.documents.blocks import Column, Table
from agency.documents.words import Strong, Words
from matching import travel
from matching.travel import Pace
from matching.wording import Wording
from reentry.plans import place_checks
from reentry.plans.copies import PlanCopy
from reentry.plans.coverage import Item
from reentry.plans.path import Span
from reentry.plans.providers import CONFIDENTIAL, Provider, provider_of
from reentry.plans.standards import Standard
from reentry.plans.steps import OWNERS, RANKS, STATUSES, PlanStep
from reentry.plans.withholding import NOT_NAMED, STEP_WITHHELD, Withholding
from resources.needs import NEEDS
from resources.pages.record import WEEK
from resources.records.services import Service

NO_DATE = "no date yet"
DASH = "–"
NO_BREAK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Teller:
    """Tells steps to one reader: what the copy withholds, and the language of dates and reasons."""

    withheld: Withholding
    wording: Wording
    copy: PlanCopy
    paces: Mapping[str, Pace]

    def provider(self, step: PlanStep) -> Provider:
        """The provider behind a step, as this copy tells of it."""
        return provider_of(step, self.withheld, self.wording)

    def title(self, step: PlanStep) -> str:
        """What is to happen, as far as this copy may tell it."""
        return step.title if step.code else self.withheld.by_hand(step, step.title, STEP_WITHHELD)

    def note(self, step: PlanStep) -> str:
        """What somebody added to it, as far as this copy may tell it."""
        return self.withheld.by_hand(step, step.note)

    def recipient(self, service: Service) -> str:
        """The name of a service as this copy may tell it."""
        reason = self.withheld.reason(service)
        return NOT_NAMED[reason] if reason else f"{service.organization.name}, {service.name}"

    def day(self, day: date | None) -> str:
        """A date as one writes it: Feb 14, 2027."""
        return format_date(day, "medium", self.wording.locale) if day else NO_DATE

    def clock(self, text: str) -> str:
        """A time of day as one says it: 8 pm."""
        moment = time.fromisoformat(text)
        said = format_time(moment, "h:mm a" if moment.minute else "h a", locale=self.wording.locale)
        return said.lower().replace(" ", NO_BREAK)

    def steps(self, steps: Sequence[PlanStep], caption: str = "") -> Table:
        """What, where and by which number, who, by when, how far."""
        columns = (
            Column("What", share=4),
            Column("Where and phone", share=4),
            Column("Who", share=2),
            Column("By", share=2),
            Column("Status", share=2),
        )
        return Table(columns, tuple(self._step(step) for step in steps), caption)

    def residences(self, primary: PlanStep | None, backup: PlanStep | None, home: str) -> Table:
        """The primary and the backup residence side by side."""
        told = [self._residence(step, home if step is primary else "") for step in (primary, backup)]
        known = dict.fromkeys([*told[0], *told[1]])
        labels = [label for label in known if any(each.get(label) for each in told)]
        rows = tuple((label, told[0].get(label) or DASH, told[1].get(label) or DASH) for label in labels)
        columns = (Column("Residence", share=2), *(Column(words, share=4) for words in RANKS.values()))
        return Table(columns, rows, row_headers=True)

    def coverage(self, items: Iterable[Item]) -> Table:
        """Each condition or need with what is done about it, by whom, by when; or why it stays open."""
        told = list(items)
        heading = "In the words of the order" if any(item.text for item in told) else "Need"
        columns = (Column(heading, share=10), Column("What is done", share=10), Column("Who", share=4))
        rows = tuple(self._covered(item) for item in told)
        return Table((*columns, Column("By", share=5)), rows)

    def path(self, standards: Sequence[Standard], spans: dict[str, Span]) -> Table:
        """What must start by when, the earliest last, with what it waits for."""
        titles = {standard.code: standard.title for standard in standards}
        rows = tuple(
            (
                self.day(spans[each.code].start),
                self.day(spans[each.code].due),
                each.title,
                "; ".join(titles[code] for code in each.after if code in titles) or DASH,
            )
            for each in sorted(standards, key=lambda each: spans[each.code].start or date.max)
        )
        columns = (Column("Start by", share=2), Column("Done by", share=2), Column("What", share=5))
        return Table((*columns, Column("Waits for", share=4)), rows)

    def week(self, curfew: dict[str, str] | None, steps: Sequence[PlanStep]) -> Table:
        """Each day: when the person must be home, and when the places of the plan are open."""
        home = (
            f"{self.clock(curfew['from'])} to {self.clock(curfew['to'])}" if curfew else "no curfew ordered"
        )
        rows = tuple((name, home, "\n".join(self._open_on(day, steps)) or DASH) for day, name in WEEK.items())
        columns = (Column("Day", share=2), Column("At home", share=3), Column("Open that day", share=8))
        return Table(columns, rows, row_headers=True)

    def _step(self, step: PlanStep) -> tuple[Words, ...]:
        provider = self.provider(step)
        where = "\n".join(filter(None, (provider.where, provider.phone, provider.way_in))) or DASH
        return (
            (Strong(self.title(step)), *(f"\n{line}" for line in self._about(step, provider))),
            where,
            OWNERS[step.owner],
            self.day(step.due),
            STATUSES[step.status],
        )

    def _about(self, step: PlanStep, provider: Provider) -> Iterator[str]:
        if provider.name:
            yield provider.name
        if provider.named and provider.where not in ("", CONFIDENTIAL) and (way := self._way(step)):
            yield way
        if note := self.note(step):
            yield note
        if self.copy.private:
            yield from (f"To confirm: {sentence}" for sentence in provider.to_confirm)
        label, words = place_checks.told(step, self.copy, self.day)
        if label:
            yield f"{label}: {words}"

    def _way(self, step: PlanStep) -> str:
        """How long the way took by the distance that the choice was made on; where the person lives, there is none."""
        away = step.snapshot.get("search", {}).get("distance_m")
        return travel.told(away, step.plan.person.transport, self.paces, self.wording) if away else ""

    def _residence(self, step: PlanStep | None, home: str) -> dict[str, Words]:
        if step is None:
            return {"Where": "none yet"}
        provider = self.provider(step)
        label, words = place_checks.told(step, self.copy, self.day)
        return {
            "Where": (Strong(provider.name or home or "not found yet"),),
            "Address": provider.where or home,
            "Phone": provider.phone,
            "How one gets in": provider.way_in,
            "Cost": provider.cost,
            "Room": provider.room,
            "Record verified": self._verified(step, provider),
            "Still to confirm": "\n".join(provider.to_confirm) if self.copy.private else "",
            "Next": f"{self.title(step)} ({OWNERS[step.owner].lower()}, by: {self.day(step.due)})",
            "Status": STATUSES[step.status],
            **({label: words} if label else {}),
            "Notes": self.note(step),
        }

    def _verified(self, step: PlanStep, provider: Provider) -> str:
        if step.service_id is None or not provider.named:
            return ""
        return f"with the provider on {self.day(provider.verified)}" if provider.verified else "never"

    def _covered(self, item: Item) -> tuple[Words, ...]:
        words = (Strong(item.title), f"\n{item.text}") if item.text else (Strong(item.title),)
        if item.reason:
            reason = f"Stays open: {item.reason}" if self.copy.private else "Stays open"
            return words, reason, DASH, DASH
        if item.missing:
            return words, (Strong(f"Missing: {item.missing}"),), DASH, DASH
        done = "\n".join(f"{self.title(step)} ({STATUSES[step.status].lower()})" for step in item.steps)
        owners = "\n".join(OWNERS[step.owner] for step in item.steps)
        return words, done, owners, "\n".join(self.day(step.due) for step in item.steps)

    def _open_on(self, day: str, steps: Sequence[PlanStep]) -> Iterator[str]:
        for step in steps:
            service = step.service
            provider = self.provider(step)
            if service is None or service.residential or not provider.named or step.need == "housing":
                continue
            blocks = [
                f"{self.clock(block.opens_at)}–{self.clock(block.closes_at)}"
                for block in service.schedules
                if day in block.days
            ]
            if blocks:
                yield f"{service.organization.name} ({NEEDS[step.need].lower()}): {', '.join(blocks)}"
