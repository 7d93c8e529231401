"""The needs a plan answers and a service meets: one closed list of slugs, used in every file, page and address."""

from agency.languages import to_translate

NEEDS: dict[str, str] = {
    "housing": to_translate("Housing"),
    "homeless_services": to_translate("Homeless services"),
    "jobs": to_translate("Jobs"),
    "education": to_translate("Education"),
    "substance_use_treatment": to_translate("Substance-use treatment"),
    "mental_health": to_translate("Mental health"),
    "health_care": to_translate("Health care"),
    "identification_and_benefits": to_translate("Identification and benefits"),
    "food_and_clothing": to_translate("Food and clothing"),
    "transportation": to_translate("Transportation"),
    "legal_help": to_translate("Legal help"),
    "family": to_translate("Family and parenting"),
    "veterans": to_translate("Veterans"),
    "finance": to_translate("Finance"),
    "peer_support": to_translate("Peer support and mentoring"),
    "cognitive_behavioral_program": to_translate("Cognitive-behavioral program"),
    "community_service": to_translate("Community service"),
    "victim_services": to_translate("Victim services"),
    "abuser_intervention": to_translate("Abuser intervention"),
    "child_care": to_translate("Child care"),
    "crisis": to_translate("Crisis help"),
    "other": to_translate("Other"),
}
