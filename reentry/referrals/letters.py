"""The referral letter: what was decided in reentry.referrals.letter_content, set as a document of blocks."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from agency.documents.blocks import (
    AddressBlock,
    Block,
    Box,
    CheckList,
    Code,
    Document,
    Heading,
    KeyValues,
    Letterhead,
    Notice,
    Paragraph,
    ReplySlip,
    Section,
    Signatures,
    Signer,
)
from agency.offices import Agency, Office
from agency.staff.staff import Staff
from agency.words import roles
from reentry.consents.consents import Consent
from reentry.consents.disclosure import SCOPES
from reentry.consents.legal_texts import LegalText
from reentry.consents.secret_names import NONE, SecretNames
from reentry.referrals import business_days, letter_recipient, letter_sentences
from reentry.referrals.letter_content import Account, Content, content
from reentry.referrals.letter_facts import day
from reentry.referrals.referrals import Referral
from reentry.referrals.states import DECLINE_REASONS
from resources.needs import NEEDS

Translate = Callable[[str], str]


@dataclass(frozen=True)
class Sender:
    """Who writes: the agency, the office, and the staff member who signs, where one does."""

    agency: Agency
    office: Office
    writer: Staff | None = None

    @property
    def phone(self) -> str:
        """The number to call back."""
        return (self.writer.phone if self.writer else "") or self.office.phone

    def name(self, *, neutral: bool) -> str:
        """The name that heads the letter."""
        return self.agency.neutral_name if neutral else self.agency.name


def document(
    referral: Referral,
    sender: Sender,
    consents: Iterable[Consent],
    on: date,
    texts: Mapping[str, LegalText],
    translate: Translate = str,
    names: SecretNames = NONE,
) -> Document:
    """The letter of a referral as it goes out on a day; WithheldError where it may not.

    names: those of the directory that no line written by hand may tell.
    """
    told = content(referral, consents, on, names)
    return _Letter(referral, sender, told, on, texts, translate).document()


@dataclass(frozen=True)
class _Letter:
    referral: Referral
    sender: Sender
    told: Content
    on: date
    texts: Mapping[str, LegalText]
    translate: Translate

    def document(self) -> Document:
        person, reference = self.referral.person, self.referral.reference
        initials = f"{person.given_name[:1]}.{person.family_name[:1]}. · " if self.told.named else ""
        return Document(
            # Shows in the window's title and in the list of files: the reference and nothing else.
            title=f"Referral {reference}",
            author=self.sender.name(neutral=self.told.neutral),
            date=self.on,
            sections=(Section(tuple(self._blocks())),),
            header=f"Referral {reference}",
            footer=f"{initials}{self.told.recipient.name}",
        )

    def _blocks(self) -> Iterator[Block]:
        yield self._letterhead()
        yield Paragraph(day(self.on))
        yield AddressBlock(self._address())
        yield Heading(self._subject(), level=1)
        yield Paragraph(self._say(letter_sentences.GREETING))
        yield Paragraph(self._opening())
        if self.told.lines:
            yield KeyValues(tuple((line.label, line.words) for line in self.told.lines))
        if self.told.answers:
            yield Heading(self._say(letter_sentences.FACTS))
            pairs = tuple((line.label, line.words) for line in self.told.answers)
            yield KeyValues(pairs, across=2 if len(pairs) > 1 else 1)
        if self.told.documents:
            yield Heading(self._say(letter_sentences.BRING))
            yield CheckList(tuple(map(Box, self.told.documents)))
        yield from self._notices()
        yield Paragraph(self._reply())
        yield self._signature()
        if self.told.slip:
            yield self._slip()

    def _letterhead(self) -> Letterhead:
        office, neutral = self.sender.office, self.told.neutral
        name = self.sender.name(neutral=neutral)
        reach = self._joined(
            (letter_sentences.TELEPHONE, {"phone": office.phone}), (letter_sentences.FAX, {"fax": office.fax})
        )
        # An office's own name may tell what the agency's neutral name does not.
        if neutral:
            return Letterhead(name, office.address, (reach,))
        return Letterhead(name, office.name, tuple(filter(None, (office.address, reach))))

    def _joined(self, *lines: tuple[str, dict[str, str]]) -> str:
        return " · ".join(self._say(text, **values) for text, values in lines if all(values.values()))

    def _address(self) -> tuple[str, ...]:
        attention = self.referral.service.name if self.told.service_named else ""
        return letter_recipient.address(self.told.recipient, attention, self.referral.location)

    def _subject(self) -> str:
        """A subject line is read by whoever passes the fax machine: where care is given, the code alone."""
        reference, care = self.referral.reference, ("treatment_program", "health_provider")
        if not self.told.named or self.told.recipient.kind in care:
            return self._say(letter_sentences.SUBJECT, reference=reference)
        return self._say(letter_sentences.SUBJECT_NAMED, reference=reference, name=self.referral.person.name)

    def _opening(self) -> str:
        need = NEEDS.get(self.referral.need, NEEDS["other"]).lower()
        what = f"{need} ({self.referral.service.name})" if self.told.service_named else need
        if not self.told.named:
            return self._say(letter_sentences.REFERS_UNNAMED, what=what)
        return self._say(letter_sentences.REFERS, name=self.referral.person.name, what=what)

    def _notices(self) -> Iterator[Notice]:
        legal = [self.texts[name] for name in self._legal()]
        accounts = [self._account(each) for each in self.told.accounts if each.scopes]
        if legal or accounts:
            words = " ".join([*(f"{text.text} ({text.citation})" for text in legal), *accounts])
            yield Notice(words, self._say(letter_sentences.CONSENT_TITLE), "legal")

    def _legal(self) -> Iterator[str]:
        if "treatment" in self.told.scopes:
            yield "part_2_notice"
        # The law it cites would tell a neutral letter's reader where the record is kept.
        if "case_record" in self.told.scopes and not self.told.neutral:
            yield "case_record_notice"

    def _account(self, account: Account) -> str:
        """A clear account of the consent's scope goes with the disclosure (42 CFR 2.32)."""
        consent = account.consent
        told = self._say(
            letter_sentences.CONSENT,
            signed=day(consent.signed_on),
            recipient=self.told.recipient.name,
            scope="; ".join(SCOPES[scope].lower() for scope in account.scopes),
            expires=day(consent.expires_on),
        )
        purpose = account.purpose.rstrip(".")
        return f"{told} {self._say(letter_sentences.PURPOSE, purpose=purpose)}" if purpose else told

    def _reply(self) -> str:
        phone = self.sender.phone
        if not self.told.answer_wanted:
            return self._say(letter_sentences.NO_ANSWER, phone=phone)
        if not self.told.answer_allowed:
            return self._say(letter_sentences.ANSWER_BARRED, phone=phone)
        return self._say(letter_sentences.ANSWER, due=self._due(), phone=phone)

    def _due(self) -> str:
        return day(business_days.after(self.on, business_days.ANSWER_DUE, self.sender.office.state))

    def _by_fax(self) -> str:
        fax = self.sender.office.fax
        return self._say(letter_sentences.ANSWER_FAX, fax=fax) if fax else ""

    def _signature(self) -> Block:
        name, writer = self.sender.name(neutral=self.told.neutral), self.sender.writer
        if writer is None:
            return Paragraph(name)
        # A title such as "parole agent" tells as much as a letterhead.
        role = name if self.told.neutral else (writer.title or roles(self.sender.agency)[writer.role])
        return Signatures((Signer(writer.name, role),))

    def _slip(self) -> ReplySlip:
        reference = self.referral.reference
        return ReplySlip(
            cut_label=self._say(letter_sentences.CUT),
            title=self._say(letter_sentences.SLIP, reference=reference),
            instruction=self._say(
                letter_sentences.SLIP_HOW, due=self._due(), fax=self._by_fax(), phone=self.sender.phone
            ),
            boxes=tuple(self._boxes()),
            fields=tuple(map(self._say, letter_sentences.SLIP_FIELDS)),
            code=Code(
                address=reference,
                alternate=self._say(letter_sentences.CODE_ALTERNATE, reference=reference),
                caption=self._say(letter_sentences.CODE),
            ),
        )

    def _boxes(self) -> Iterator[Box]:
        for choice in (
            letter_sentences.ACCEPTED,
            letter_sentences.WAITLISTED,
            letter_sentences.NEEDS_INFORMATION,
        ):
            yield Box(self._say(choice), blank=True)
        for slug, reason in DECLINE_REASONS.items():
            # Where supervision is not told, the slip does not ask about an offense either.
            if slug != "offense" or not self.told.neutral:
                label = self._say(letter_sentences.DECLINED, reason=self.translate(reason).lower())
                yield Box(label, blank=slug == "other")

    def _say(self, sentence: str, **values: str) -> str:
        return self.translate(sentence) % values if values else self.translate(sentence)
