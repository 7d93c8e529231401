"""The agency's own words: what its roles are called, and the notice that is read before a log-in."""

from collections.abc import Mapping

from agency.offices import Agency
from agency.staff.staff import Role

ROLES: Mapping[str, str] = {role.value: role.value.replace("_", " ").capitalize() for role in Role}
LONGEST = 40
# What CJIS Security Policy 5.8, section 5.5.4, asks for before access.
USE_NOTICE = """\
This system holds confidential case records. It is for official work by people the agency has allowed to use it, and \
for nothing else.

Your use may be watched and is written down: when you log in, and each record you open, change or print. Use without \
permission, or for another purpose, is prohibited and can lead to discipline and to criminal and civil penalties.

By logging in you agree to this.
"""


def roles(agency: Agency | None) -> dict[str, str]:
    """What each role is called here; the usual word where the agency has none of its own."""
    return {**ROLES, **(agency.role_words if agency else {})}


def notice(agency: Agency | None) -> list[str]:
    """The use notice, a paragraph each."""
    text = (agency.use_notice if agency else "") or USE_NOTICE
    return [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]


def change(agency: Agency, own: Mapping[str, str], use_notice: str) -> list[str]:
    """Take the agency's words; an empty one, or the usual one, brings the usual one back. Returns what changed."""
    kept = {role: own[role].strip() for role in ROLES if own.get(role, "").strip() not in ("", ROLES[role])}
    text = "\n\n".join(
        part.strip() for part in use_notice.replace("\r\n", "\n").split("\n\n") if part.strip()
    )
    text = "" if text == USE_NOTICE.strip() else text
    before = {**agency.role_words, "use_notice": agency.use_notice}
    agency.role_words, agency.use_notice = kept, text
    after = {**kept, "use_notice": text}
    return sorted(name for name in {*before, *after} if before.get(name, "") != after.get(name, ""))
