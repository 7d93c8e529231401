"""What one letter tells and what it leaves out: decided once, for the page, the paper and the record of disclosures."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from agency.errors import WithheldError
from reentry.consents import disclosure
from reentry.consents.consents import Consent
from reentry.consents.disclosure import GENERAL, SCOPES, Ruling
from reentry.consents.secret_names import NONE, SecretNames
from reentry.people import conditions, known_facts
from reentry.referrals import letter_facts, letter_free_text
from reentry.referrals.letter_recipient import Recipient, recipient_of, require_letters, tells_of_treatment
from reentry.referrals.referrals import Referral

# Where nobody waits for an answer: one goes there, and that is that.
NO_ANSWER = ("food_and_clothing", "transportation", "crisis")
JUVENILE = "juvenile"
# Scopes whose very names say that there is a case.
TELLING = {"supervision", "offense", "case_record"}


@dataclass(frozen=True)
class Line:
    """One thing the letter could say; slug is how the record of disclosures calls it, "curfew" or a fact's name."""

    slug: str
    label: str
    words: str
    topic: str
    source: str = "person"


@dataclass(frozen=True)
class Withheld:
    """One thing the letter leaves out, and why."""

    label: str
    why: str


@dataclass(frozen=True)
class Account:
    """What the letter says of a consent it rests on: the scopes it needs, and the purpose where it may be read."""

    consent: Consent
    scopes: tuple[str, ...]
    purpose: str


@dataclass(frozen=True)
class Content:
    """Everything one letter tells, on which consents, and what it does not.

    neutral: the letterhead must not tell of supervision. named: the person's name may stand in it; service_named: the
    service's, which may tell whom it is for. answers: the facts the provider asked for. scopes: those relied on.
    accounts: of the consents, the one the letter itself needs first.
    """

    recipient: Recipient
    neutral: bool
    named: bool
    service_named: bool
    lines: tuple[Line, ...]
    answers: tuple[Line, ...]
    documents: tuple[str, ...]
    withheld: tuple[Withheld, ...]
    scopes: frozenset[str]
    accounts: tuple[Account, ...]
    answer_wanted: bool
    answer_allowed: bool

    @property
    def slip(self) -> bool:
        """Whether the letter asks for a reply."""
        return self.answer_wanted and self.answer_allowed

    @property
    def told(self) -> list[str]:
        """What it tells, as the record of disclosures keeps it."""
        return [*(["name"] if self.named else []), *(line.slug for line in (*self.lines, *self.answers))]


def require(referral: Referral, consents: Iterable[Consent], on: date) -> Consent | None:
    """The consent a letter cannot do without; WithheldError, naming nobody and no program, where it is missing.

    None where the letter needs none: it then tells nothing that a live consent would have to cover.
    """
    require_letters(referral.service, referral.need)
    if not tells_of_treatment(referral.service, referral.need):
        return None
    found = disclosure.covers(consents, referral.service.organization_id, "treatment", on)
    if found is None:
        raise WithheldError(
            "This letter needs the person's written consent, live today, naming this recipient and covering what "
            "the letter tells. There is none on record. Record it under the person's consents, then print."
        )
    return found


def content(referral: Referral, consents: Iterable[Consent], on: date, names: SecretNames = NONE) -> Content:
    """Decide what the letter of a referral tells on a day; WithheldError where it may not be written at all.

    names: those of the directory that no line written by hand may tell.
    """
    held = list(consents)
    needed = require(referral, held, on)
    recipient = recipient_of(referral.service, referral.need)
    sieve = _Sieve(recipient, held, on, [("treatment", needed)] if needed else [], names)
    named = sieve.passes(Line("name", "The person's name", "", "identity", _own_source(referral)))
    service = sieve.passes(Line("service", "The service's name", referral.service.name, GENERAL))
    lines = tuple(filter(sieve.passes, _lines(referral, on)))
    answers = tuple(filter(sieve.passes, _answers(referral, on)))
    documents = tuple(line.words for line in filter(sieve.passes, _documents(referral)))
    # A letterhead is a disclosure too: ours stands only over a letter that may tell of supervision.
    supervision = sieve.rule("supervision", "person")
    sieve.rests_on += supervision.rests_on
    unknown = letter_facts.unknown(referral.service.requirements, _known(referral))
    return Content(
        recipient=recipient,
        neutral=not supervision.told,
        named=named,
        service_named=service,
        lines=lines,
        answers=answers,
        documents=documents,
        withheld=(*sieve.withheld, *(Withheld(label, "Asked for, and not known yet.") for label in unknown)),
        scopes=frozenset(scope for scope, _ in sieve.rests_on),
        accounts=sieve.accounts(),
        answer_wanted=referral.need not in NO_ANSWER,
        answer_allowed=disclosure.answer_allowed(recipient.kind, held, recipient.organization_id, on),
    )


@dataclass
class _Sieve:
    """Lets through what the recipient may be told, and keeps account of what it took and what it stopped."""

    recipient: Recipient
    held: list[Consent]
    on: date
    rests_on: list[tuple[str, Consent]]
    names: SecretNames
    withheld: list[Withheld] = field(default_factory=list)

    def rule(self, topic: str, source: str) -> Ruling:
        party = self.recipient.organization_id
        return disclosure.ruling(self.recipient.kind, topic, source, self.held, party, self.on)

    def passes(self, line: Line) -> bool:
        touched = (line.topic, *self._topics(line.words))
        rulings = [self.rule(topic, line.source) for topic in touched]
        refused = next((each for each in rulings if not each.told), None)
        if refused is not None:
            self.withheld.append(Withheld(line.label, _why(refused)))
            return False
        self.rests_on += [pair for each in rulings for pair in each.rests_on]
        return True

    def _topics(self, words: str) -> dict[str, str]:
        return letter_free_text.topics(words, self.names, [self.recipient.organization_id])

    def accounts(self) -> tuple[Account, ...]:
        used = {id(consent): consent for _, consent in self.rests_on}
        return tuple(map(self._account, used.values()))

    def _account(self, consent: Consent) -> Account:
        """A scope tells something by its name: those this letter does not need are not even named."""
        needed = {scope for scope, relied_on in self.rests_on if relied_on is consent}
        if not self.rule("supervision", "person").told:
            needed -= TELLING
        innocent = all(self.rule(topic, "person").told for topic in self._topics(consent.purpose))
        scopes = tuple(scope for scope in SCOPES if scope in needed)
        return Account(consent, scopes, consent.purpose if innocent else "")


def _lines(referral: Referral, on: date) -> Iterator[Line]:
    person = referral.person
    start = person.day_of_service(on)
    if start > on:
        yield Line("available_from", "Available from", letter_facts.day(start), GENERAL)
    if referral.appointment:
        yield Line("appointment", "Appointment", referral.appointment, GENERAL)
    yield from _language(referral)
    for number, need in enumerate(person.access_needs):
        yield Line(f"access_needs.{number}", "Please provide for", need, GENERAL)
    yield from _contact(referral)
    curfew = conditions.terms_of(person.conditions, person.travel_minutes).curfew
    if curfew and curfew.start and curfew.end:
        hours = f"{letter_facts.hour(curfew.start)}–{letter_facts.hour(curfew.end)}, every day"
        yield Line("curfew", "Must be home", hours, "supervision", "order")
    if referral.note:
        yield Line("note", "Note", referral.note, "identity", _own_source(referral))


def _own_source(referral: Referral) -> str:
    """Where name and contact come from: those of a juvenile lie in a compartment of their own, the case record."""
    return "case_record" if referral.person.caseload == JUVENILE else "person"


def _language(referral: Referral) -> Iterator[Line]:
    """How to talk with the person is told whatever its source: without it nobody can be served."""
    entry = _known(referral).get("languages")
    languages = ", ".join(entry.value) if entry and entry.value else ""
    if referral.person.interpreter:
        words = (
            f"{languages}; please arrange an interpreter" if languages else "Please arrange an interpreter"
        )
        yield Line("languages", "Language", words, GENERAL)
    elif languages:
        yield Line("languages", "Language", languages, GENERAL)


def _contact(referral: Referral) -> Iterator[Line]:
    contact = referral.person.contact
    phone, note = contact.get("phone", ""), contact.get("note", "")
    if phone:
        leave = "" if contact.get("may_leave_message") else "; leave no message"
        yield Line("contact", "May be reached at", f"{phone}{leave}", "identity", _own_source(referral))
    else:
        yield Line("contact", "May be reached", "Through this office only; do not contact directly", GENERAL)
    if note:
        yield Line("contact_note", "When calling", note, "identity", _own_source(referral))


def _answers(referral: Referral, on: date) -> Iterator[Line]:
    start = referral.person.day_of_service(on)
    for answer in letter_facts.answers(referral.service.requirements, _known(referral), start):
        yield Line(answer.fact, answer.label, answer.words, answer.topic, answer.source)


def _documents(referral: Referral) -> Iterator[Line]:
    """What to bring along: a paper can tell by its name where its bearer comes from."""
    for number, paper in enumerate(referral.service.required_documents):
        yield Line(f"document.{number}", "To bring along", paper, GENERAL)


def _known(referral: Referral) -> dict[str, known_facts.KnownFact]:
    return known_facts.current(referral.person.known_facts)


def _why(refused: Ruling) -> str:
    if refused.never:
        return "This recipient is never told."
    missing = "; ".join(SCOPES[scope] for scope in refused.missing)
    return f"No live consent naming this recipient covers: {missing}."
