"""A letter and a plan about invented people, as the rest of the house builds them."""

from datetime import date
from pathlib import Path

import pytest

from agency.documents.blocks import (
    AddressBlock,
    Block,
    Box,
    BulletList,
    CheckList,
    Code,
    Column,
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
    Table,
)
from agency.documents.words import Emphasis, Strong

PUBLIC_SANS = Path(__file__).parents[3] / "node_modules/@uswds/uswds/dist/fonts/public-sans"


@pytest.fixture(scope="session")
def fonts() -> Path | None:
    """The folder of Public Sans where the browser assets are installed; documents render without it."""
    return PUBLIC_SANS if PUBLIC_SANS.is_dir() else None


LETTERHEAD = Letterhead(
    agency="Tidewater Community Supervision",
    office="Harborview Field Office",
    lines=(
        "2100 Example Street, Suite 300",
        "Baltimore, MD 21201",
        "Telephone 410-555-0142 · Fax 410-555-0143",
        "harborview@tidewater.example",
    ),
)


@pytest.fixture(scope="session")
def letter() -> Document:
    """A referral to a recovery house, with the slip on which it answers."""
    return Document(
        title="Referral of Marcus T. to Harbor Step House",
        author="Tidewater Community Supervision",
        date=date(2026, 11, 23),
        footer="M.T. · Harbor Step House",
        header="Referral of Marcus T.",
        sections=(Section(_letter_body()),),
    )


def _letter_body() -> tuple[Block, ...]:
    return (
        LETTERHEAD,
        Paragraph("November 23, 2026"),
        AddressBlock(
            ("Ms. Odessa Quill, Intake", "Harbor Step House", "418 Lantern Court", "Baltimore, MD 21224")
        ),
        Heading("RE: Referral for a recovery residence, Marcus T., number 004-517", level=1),
        Paragraph("Dear Ms. Quill:"),
        Paragraph(
            (
                "I ask you to consider Marcus T. for a bed from ",
                Strong("Monday, February 15, 2027"),
                ". He will be released on that day, has asked for your house and has agreed to this letter.",
            )
        ),
        KeyValues(
            (
                ("Age on that day", "34"),
                ("Sober since", "March 2, 2025"),
                ("Income", "None at first; works in food service"),
                ("Language", "English"),
                ("Curfew", "8 pm–6 am, every day"),
                ("Reach him", "Through this office; do not call the facility"),
            ),
            across=2,
        ),
        Heading("He will bring", level=2),
        CheckList(
            (
                Box("State identification card", ticked=True),
                Box("Birth certificate", ticked=True),
                Box("Insurance card"),
            )
        ),
        Paragraph(
            (
                "Your directory entry says ",
                Emphasis("“men 18 and over, thirty days sober, no open warrants.”"),
                " He meets all three. If anything has changed, please tell us on the slip below.",
            )
        ),
        Notice(
            title="Notice of confidentiality",
            words="42 CFR part 2 prohibits unauthorized use or disclosure of these records. This letter "
            "rests on the written consent of Marcus T. of November 16, 2026, which covers his name, his "
            "need for housing and the date since which he has been sober, to Harbor Step House only, until "
            "May 16, 2027.",
            kind="legal",
        ),
        Paragraph("Thank you. I am at 410-555-0144 on weekdays from 8 am to 4 pm."),
        Signatures((Signer("Dana Whitlock", "Senior Agent"),)),
        ReplySlip(
            cut_label="Cut here and return",
            title="Reply to referral 26-0318",
            instruction="Please answer by November 25: fax to 410-555-0143, or call 410-555-0144.",
            boxes=(
                Box("Accepted; come on", blank=True),
                Box("Waiting list; about how long:", blank=True),
                Box("We need to know:", blank=True),
                Box("We cannot, because", blank=True),
            ),
            fields=("Name and title", "Telephone", "Date"),
            code=Code(
                address="https://reply.tidewater.example/7K2M-9QXT",
                alternate="Square code that opens the reply page, address beside it",
                caption="Reply online:",
            ),
        ),
    )


@pytest.fixture(scope="session")
def plan() -> Document:
    """A release plan: a cover with the facts, then a page for each section."""
    return Document(
        title="Release plan for Marcus T.",
        author="Tidewater Community Supervision",
        date=date(2026, 11, 23),
        form="report",
        header="Release plan for Marcus T. · number 004-517 · confidential",
        footer="M.T. · Board of Parole, Region 2",
        sections=(_cover(), _housing(), _first_hours(), _week()),
    )


def _cover() -> Section:
    return Section(
        (
            LETTERHEAD,
            Heading("Release plan for Marcus T.", level=1),
            Paragraph("For the hearing of December 9, 2026. Second version, submitted November 23, 2026."),
            KeyValues(
                (
                    ("Number", "004-517"),
                    ("Age", "34"),
                    ("Hearing", "December 9, 2026"),
                    ("Expected release", (Strong("February 15, 2027"),)),
                    ("Supervision level", "Moderate"),
                    ("Agent", "Dana Whitlock, 410-555-0144"),
                    ("Primary residence", "Harbor Step House, accepted"),
                    ("Backup residence", "Aunt, 77 Sample Road, visit due"),
                    ("Detainers and warrants", "None found November 20, 2026"),
                    ("Language", "English"),
                ),
                across=2,
            ),
            Notice(
                "The backup residence has not been visited. The visit is planned for December 1.",
                "Before the hearing",
                "warning",
            ),
            Heading("What this plan does", level=2),
            BulletList(
                (
                    "A bed in a recovery residence from the first night, within the curfew.",
                    (
                        "Continues medication ",
                        Strong("without a missed day"),
                        ": the first dose is on February 16.",
                    ),
                    "Work in food service, three interviews arranged.",
                )
            ),
            Heading("Conditions and who sees to them", level=2),
            Table(
                columns=(
                    Column("Condition", share=3),
                    Column("Action", share=5),
                    Column("Owner", share=2),
                    Column("By", "right", 2),
                ),
                rows=(
                    (
                        "Curfew 8 pm–6 am",
                        "House rules are stricter (9 pm indoors); agent calls on Fridays",
                        "Whitlock",
                        "Feb 15, 2027",
                    ),
                    ("No alcohol", "Testing twice a month at the field office", "Whitlock", "Feb 22, 2027"),
                    (
                        "Treatment as directed",
                        "Intake at Quiet Cove Clinic; release signed November 16",
                        "Marcus T.",
                        "Feb 16, 2027",
                    ),
                    ("Employment", "Interviews arranged with three kitchens", "Lowell Pike", "Mar 1, 2027"),
                ),
                caption="Every condition has an action, an owner and a date",
                row_headers=True,
            ),
            Signatures(
                (
                    Signer("Dana Whitlock", "Senior Agent", "Date"),
                    Signer("Marcus T.", "Candidate", "Date"),
                    Signer("Imogen Farrow", "Supervisor", "Date"),
                )
            ),
        )
    )


def _housing() -> Section:
    return Section(
        (
            Heading("Where he will live", level=2),
            Heading("Primary residence", level=3),
            KeyValues(
                (
                    ("Place", "Harbor Step House, 418 Lantern Court, Baltimore, MD 21224"),
                    ("Kind", "Recovery residence for men, certified until September 30, 2027"),
                    ("Cost", "$120 a week; the first two weeks are waived"),
                    ("Accepted", "November 20, 2026, by Odessa Quill, by telephone"),
                    ("Distance", "2.1 miles from the field office, 25 min by bus"),
                )
            ),
            Heading("Backup residence", level=3),
            Paragraph("His aunt, Leontyne Marsh, has offered a room. The visit is planned for December 1."),
            Notice("The house is 1,150 feet from a school; no condition sets a distance.", "Map", "info"),
        ),
        new_page=True,
    )


def _first_hours() -> Section:
    rows = tuple(
        (
            f"Feb {15 + step // 12}, {8 + step % 12}:00",
            f"Step {step + 1:02}: what happens, where, and who is there to help",
            "Marcus T.",
        )
        for step in range(48)
    )
    columns = (Column("When", share=2), Column("What and where", share=6), Column("Owner", share=2))
    blocks = (Heading("The first 72 hours", level=2), Table(columns, rows, caption="Hour by hour"))
    return Section(blocks, new_page=True)


def _week() -> Section:
    days = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    rows = (("6 am–2 pm", *("Work",) * 5, *("Free",) * 2), ("2 pm–8 pm", *("Group",) * 7))
    columns = (Column("Hours", share=2), *(Column(day, "center") for day in days))
    blocks = (
        Heading("The week", level=2),
        Table(columns, rows, row_headers=True),
        Paragraph("Copy: case file.", "small"),
    )
    return Section(blocks, new_page=True)
