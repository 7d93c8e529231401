"""All that a text says of a service besides who is served and when."""

from resources.details import cost_options, fees, languages, seasons, telephone, web_addresses
from resources.details.reading import LONGEST, Reading


def read_details(text: str, field: str = "description") -> list[Reading]:
    """Languages, cost, season, addresses and telephone numbers that a text states, in its order.

    field is where the text stands: "None." is a price in fees_description and nowhere else.
    """
    text = text[:LONGEST]
    found = [
        *languages.read(text),
        *_costs(text, about_fees=field == "fees_description"),
        *seasons.read(text),
        *web_addresses.read(text),
        *telephone.read(text),
    ]
    return sorted(found, key=lambda each: text.find(each.quote))


def _costs(text: str, *, about_fees: bool) -> list[Reading]:
    """One cost, or several with the words of each; no value where it stays unclear which is whose."""
    single = fees.read(text, about_fees=about_fees)
    if all(each.value is not None for each in single):
        return single
    several, unclear = cost_options.read(text, about_fees=about_fees)
    return [*several, *(single if unclear else ())]
