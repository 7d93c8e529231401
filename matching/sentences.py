"""Sentences: what each code of a reason says in plain words; wording.py puts the figures in."""

from collections.abc import Mapping

from agency.languages import to_translate

# What was found, after what the provider asks: "Must be a veteran — is not a veteran." By rule and code; an
# empty rule stands for every rule without a sentence of its own.
FINDINGS: Mapping[tuple[str, str], str] = {
    ("", "not_recorded"): to_translate("not on record yet"),
    ("", "not_understood"): to_translate("ask the provider what is meant"),
    ("", "ask_provider"): to_translate("ask the provider"),
    ("", "yes"): to_translate("yes"),
    ("", "no"): to_translate("no"),
    ("", "age"): to_translate("is %(age)s on %(on)s"),
    ("", "has"): to_translate("has %(names)s"),
    ("", "has_none"): to_translate("has none of these"),
    ("", "met"): to_translate("fits"),
    ("", "not_met"): to_translate("does not fit"),
    ("", "unknown"): to_translate("not known"),
    ("minimum_age", "not_recorded"): to_translate("birth date not on record"),
    ("maximum_age", "not_recorded"): to_translate("birth date not on record"),
    ("gender", "fits"): to_translate("fits the gender on record"),
    ("gender", "fits_not"): to_translate("does not fit the gender on record"),
    ("gender", "not_recorded"): to_translate("gender not on record"),
    ("veteran", "yes"): to_translate("is a veteran"),
    ("veteran", "no"): to_translate("is not a veteran"),
    ("residence", "lives_there"): to_translate("the address is in %(address)s"),
    ("residence", "lives_elsewhere"): to_translate("the address is in %(address)s"),
    ("residence", "may_live_there"): to_translate("all that is on record of the address is %(address)s"),
    ("residence", "not_recorded"): to_translate("address not on record"),
    ("homeless", "yes"): to_translate("is homeless"),
    ("homeless", "no"): to_translate("is not homeless"),
    ("disability", "yes"): to_translate("has a disability"),
    ("disability", "no"): to_translate("has no disability"),
    ("low_income", "yes"): to_translate("has a low income"),
    ("low_income", "no"): to_translate("does not have a low income"),
    ("pregnant_or_parenting", "yes"): to_translate("is pregnant or has children in care"),
    ("pregnant_or_parenting", "no"): to_translate("is not pregnant and has no children in care"),
    ("substance_use", "yes"): to_translate("has a substance-use need"),
    ("substance_use", "no"): to_translate("has no substance-use need"),
    ("sober_days", "sober"): to_translate("sober since %(since)s; days by then: %(days)s"),
    ("sober_days", "not_recorded"): to_translate("the date sober since is not on record"),
    ("mental_illness", "yes"): to_translate("has a mental-health need"),
    ("mental_illness", "no"): to_translate("has no mental-health need"),
    ("hiv", "yes"): to_translate("is living with HIV"),
    ("hiv", "no"): to_translate("is not living with HIV"),
    ("justice_involved", "always"): to_translate("is under supervision"),
    ("sex_offense", "yes"): to_translate("has one on record"),
    ("sex_offense", "no"): to_translate("has none"),
    ("violent_offense", "yes"): to_translate("has one on record"),
    ("violent_offense", "no"): to_translate("has none"),
    ("arson", "yes"): to_translate("has one on record"),
    ("arson", "no"): to_translate("has none"),
    ("felony", "yes"): to_translate("has one on record"),
    ("felony", "no"): to_translate("has none"),
    ("pending_charges", "yes"): to_translate("has pending charges"),
    ("pending_charges", "no"): to_translate("has none"),
    ("open_warrant", "yes"): to_translate("has an open warrant"),
    ("open_warrant", "no"): to_translate("has none"),
    ("lifetime_registry", "yes"): to_translate("is on the registry for life"),
    ("lifetime_registry", "no"): to_translate("is not on it for life"),
    ("lifetime_registry", "not_recorded"): to_translate("the registry has not been checked"),
    ("medication", "takes_none"): to_translate("takes none of these"),
    ("medication", "not_recorded"): to_translate("medication not on record"),
    ("identification", "yes"): to_translate("has identification"),
    ("identification", "no"): to_translate("has none yet"),
    ("referral", "referred"): to_translate("has a referral"),
    ("referral", "referred_by"): to_translate("was referred by %(name)s"),
    ("referral", "referrer_unknown"): to_translate("has a referral, but from whom is not on record"),
    ("referral", "not_referred"): to_translate("has no referral yet"),
    ("referral", "not_recorded"): to_translate("no referral on record"),
    ("insurance", "not_recorded"): to_translate("coverage not on record"),
    ("employed_or_able_to_work", "yes"): to_translate("is able to work"),
    ("employed_or_able_to_work", "no"): to_translate("is not able to work"),
    ("high_school_diploma", "yes"): to_translate("has one"),
    ("high_school_diploma", "no"): to_translate("has none"),
    ("domestic_violence", "yes"): to_translate("is a survivor"),
    ("domestic_violence", "no"): to_translate("is not a survivor"),
    ("language", "has"): to_translate("speaks %(names)s"),
    ("language", "has_none"): to_translate("speaks none of these"),
    ("language", "not_recorded"): to_translate("languages not on record"),
    ("citizenship_or_work_authorization", "yes"): to_translate("can show them"),
    ("citizenship_or_work_authorization", "no"): to_translate("cannot show them"),
    ("citizenship_or_work_authorization", "not_recorded"): to_translate("not asked yet"),
}

# Whole sentences, for what no requirement asks and for what reads better whole.
SENTENCES: Mapping[tuple[str, str], str] = {
    ("open", "closed_until"): to_translate("Closed until %(on)s"),
    ("open", "closed_for_now"): to_translate("Closed for now; ask when it opens again"),
    ("open", "season"): to_translate("Open from %(first)s to %(last)s"),
    ("open", "season_on_no_day"): to_translate("Open from %(first)s to %(last)s; the day is not known yet"),
    ("do_not_refer", "until"): to_translate("The agency refers nobody here until %(through)s: %(why)s"),
    ("do_not_refer", "until_ended"): to_translate(
        "The agency refers nobody here until it says otherwise: %(why)s"
    ),
    ("license", "lapses"): to_translate(
        "Its license or certificate lapses on %(on)s; ask whether it was renewed"
    ),
    ("medication", "takes"): to_translate(
        "The provider says no %(names)s; may be unlawful; a person decides"
    ),
    ("any_of", "any_of_met"): to_translate("One of these is needed, and one fits: %(branches)s"),
    ("any_of", "any_of_not_met"): to_translate("One of these is needed, and none fits: %(branches)s"),
    ("any_of", "any_of_unknown"): to_translate("One of these is needed; ask: %(branches)s"),
    ("position_sex_offense", "accepted"): to_translate("The provider accepts people with a sex offense"),
    ("position_sex_offense", "silent_residence"): to_translate(
        "Nothing on record about sex offenses where people live; call and ask"
    ),
    ("position_sex_offense", "silent_minors"): to_translate(
        "Nothing on record about sex offenses where children are; call and ask"
    ),
    ("position_violent_offense", "accepted"): to_translate(
        "The provider accepts people with a violent offense"
    ),
    ("position_violent_offense", "silent_residence"): to_translate(
        "Nothing on record about violent offenses where people live; call and ask"
    ),
    ("position_violent_offense", "silent_minors"): to_translate(
        "Nothing on record about violent offenses where children are; call and ask"
    ),
    ("position_arson", "accepted"): to_translate("The provider accepts people with an arson offense"),
    ("position_arson", "silent_residence"): to_translate(
        "Nothing on record about arson where people live; call and ask"
    ),
    ("position_arson", "silent_minors"): to_translate(
        "Nothing on record about arson where children are; call and ask"
    ),
    ("no_statement", "no_statement"): to_translate(
        "Nobody has confirmed with the provider whom it takes; call and ask"
    ),
    ("hours", "open_long_enough"): to_translate(
        "Open for an hour or more between %(from)s and %(until)s, the time that curfew and travel leave"
    ),
    ("hours", "open_in_approved_hours"): to_translate(
        "Open for an hour or more in the hours approved beyond the curfew for %(purpose)s"
    ),
    ("hours", "never_open_long_enough"): to_translate(
        "Never open for an hour between %(from)s and %(until)s, the time that curfew and travel leave"
    ),
    ("hours", "no_time"): to_translate("Curfew and travel leave no time to go there"),
    ("hours", "no_schedule"): to_translate(
        "Opening hours not on record; call and ask, because of the curfew"
    ),
    ("hours", "schedule_unread"): to_translate(
        "Opening hours not clear between %(from)s and %(until)s, the time that curfew and travel leave; "
        "call and ask"
    ),
    ("hours", "curfew_unread"): to_translate("The hours of the curfew cannot be read; check the order"),
    ("hours", "open_beside"): to_translate(
        "Open for an hour or more in the time that the order and the fixed times of the week leave"
    ),
    ("hours", "taken"): to_translate(
        "No hour is left while it is open; in the way, with the way there and back: %(fixed)s"
    ),
    ("hours", "movable"): to_translate(
        "No hour is left while it is open unless this is moved: %(fixed)s; ask whether it can be"
    ),
    ("hours", "only_straight"): to_translate(
        "An hour is left while it is open only for whoever goes straight to or from %(fixed)s; ask about the way"
    ),
    ("hours", "never_open_an_hour"): to_translate(
        "Never open for an hour; ask when to come beside the fixed times of the week"
    ),
    ("hours", "no_schedule_beside"): to_translate(
        "Opening hours not on record; call and ask, because of the fixed times of the week"
    ),
    ("hours", "schedule_unread_beside"): to_translate(
        "Opening hours not clear; call and ask, because of the fixed times of the week"
    ),
    ("hours", "fixed_unread"): to_translate("The fixed times of the week cannot be read; check them"),
    ("co_placement", "kept_clear"): to_translate(
        "The agency does not place this person here; ask the officer"
    ),
    ("co_placement", "to_confirm"): to_translate(
        "Whether the agency places this person here is to be confirmed; ask the officer"
    ),
    # For the officer alone, who is told of a conflict between two cases.
    ("co_placement", "both_placed"): to_translate(
        "Somebody with whom this person is not to be placed has a place here too; see the person's page"
    ),
    ("co_placement", "both_proposed"): to_translate(
        "Somebody with whom this person is not to be placed is proposed for a place here too; see the person's page"
    ),
    ("listing", "not_offered"): to_translate("No longer offered"),
    ("listing", "held"): to_translate("Held back until somebody has looked at its record"),
    ("listing", "not_listed"): to_translate("No longer listed for this need"),
    ("place", "another"): to_translate("No longer given at the place that was chosen"),
    ("place", "moved"): to_translate("Moved by %(distance)s"),
    ("place", "farther"): to_translate("Moved by %(distance)s, %(away)s farther away"),
    ("place", "nearer"): to_translate("Moved by %(distance)s, %(away)s nearer"),
    ("room", "full"): to_translate("No room said free since %(on)s"),
    ("zone", "clear"): to_translate("Clear of the %(kind)s: %(distance)s from its center, radius %(radius)s"),
    ("zone", "inside"): to_translate("Inside the %(kind)s: %(distance)s from its center, radius %(radius)s"),
    ("zone", "too_close"): to_translate(
        "Too close to the edge of the %(kind)s to call: %(distance)s from its center, radius %(radius)s, "
        "and the point on the map may be off by %(precision)s"
    ),
    ("zone", "clear_area"): to_translate("Clear of the %(kind)s: %(distance)s from its edge"),
    ("zone", "inside_area"): to_translate("Inside the %(kind)s: %(distance)s from its edge"),
    ("zone", "too_close_area"): to_translate(
        "Too close to the edge of the %(kind)s to call: %(distance)s away, and the point on the map may be off by "
        "%(precision)s"
    ),
    ("minors", "barred"): to_translate("Children are on site, and the registry bars from there: %(law)s"),
    ("minors", "ask"): to_translate(
        "Children are on site and the person is on the registry; ask whether going there is allowed"
    ),
    ("minors", "registry_not_checked"): to_translate(
        "Children are on site, and the registry has not been checked"
    ),
    ("state_line", "permission_needed"): to_translate(
        "Across the state line, in %(state)s: travel permission needed"
    ),
    ("state_line", "permitted"): to_translate(
        "Across the state line, in %(state)s: travel permission is on record"
    ),
    ("zone", "no_place"): to_translate("Not on the map, so the %(kind)s cannot be checked"),
    ("zone", "zone_unread"): to_translate("The %(kind)s on the order cannot be read; check the order"),
}

ZONES: Mapping[str, str] = {
    "residence": to_translate("residence zone"),
    "presence": to_translate("presence zone"),
    "exclusion": to_translate("exclusion zone"),
    "": to_translate("zone"),
}

PURPOSES: Mapping[str, str] = {
    "work": to_translate("work"),
    "school": to_translate("school"),
    "treatment": to_translate("treatment"),
    "medical": to_translate("medical care"),
    "legal": to_translate("attorney and court"),
    "benefits": to_translate("benefits and papers"),
    "community_service": to_translate("community service"),
    "any": to_translate("any errand"),
}
