"""Sentences of services for survivors, and of others that name what was done to them."""

import pytest

from resources.secrecy.survivors import looks_like_victim_services

FOR_SURVIVORS = [
    "Emergency shelter for women fleeing abusive partners and their children.",
    "DV shelter.",
    "Shelter for families fleeing violence at home.",
    "Shelter for survivors of intimate partner violence.",
    "Rape crisis counseling.",
    "Refugio para mujeres víctimas de violencia doméstica",
    "Housing for people escaping human trafficking",
    "Help for IPV and stalking",
    "Refugio para mujeres victimas de violencia domestica",
    "Shelter for abused women",
    "Domestic violence counseling and support groups.",
    "Emergency housing for moms and kids escaping an abusive husband.",
    "24-hour helpline for anyone being hurt by a partner.",
    "Free legal help with protective orders for people abused by a spouse.",
    "Casa segura para mujeres que huyen de una pareja violenta.",
    "Support groups for survivors of sexual assault.",
    "Transitional apartments for families made homeless by domestic violence.",
    "DV advocacy and safety planning.",
    "Counseling and court accompaniment for stalking victims.",
    "Apoyo a sobrevivientes de agresión sexual y trata de personas.",
    "A confidential refuge where women can hide from their abusers.",
    "Case management for trafficked youth and adults.",
    "Provides hospital accompaniment after a rape.",
    "We help you leave a violent relationship safely.",
    "Albergue temporal para víctimas de violencia intrafamiliar y sus hijos.",
    "IPV services, including a pet-friendly shelter.",
    "Beds for people who are not safe at home because of a violent partner.",
    "Trauma therapy for women who have been battered.",
    "Línea de ayuda las 24 horas contra la violencia de género.",
    "Crime victim compensation and advocacy.",
    "Housing program for immigrant women who survived forced marriage or family violence.",
    "A safe place to stay for anyone whose partner is violent.",
    "Drop-in center for women involved in prostitution and trafficked persons.",
    "Help getting a peace order against a stalker.",
    "Confidential shelter, address not published, for persons in danger from an abuser.",
    "Domestic abuse helpline.",
    "Counseling for adults molested as children.",
    "Sexual assault forensic exams and victim advocates.",
    "Assists battered immigrants with U visas.",
    "Two-bedroom units for mothers who fled abuse.",
    "Emergency hotel vouchers for DV survivors.",
    "Alojamiento de emergencia para mujeres maltratadas.",
    "Asesoría legal para personas que sufren violencia en el hogar.",
    "Programa de apoyo para víctimas de acecho y abuso sexual.",
    "Línea de crisis por violación.",
    "We shelter men, women and children who are victims of abuse at home.",
    "Women and children running from violence find a bed here.",
    "SAFE nurse program for rape victims.",
    "Serves LGBTQ people experiencing intimate partner abuse.",
    "Services for male survivors of domestic abuse.",
    "A house for women leaving the sex trade and their traffickers.",
]
NOT_FOR_THEM = [
    "Batterers' intervention.",
    "Batterers' intervention program for domestic violence.",
    "Anger management for domestic violence offenders",
    "Housing for men. No domestic violence convictions.",
    "Must have no domestic violence convictions",
    "Violence prevention for youths.",
    "Dating violence prevention for youths in schools",
    "Abuser intervention program for men who were violent at home.",
    "Help with DV lottery applications.",
    "Men with sexual assault convictions are not housed.",
    "52-week program for men who have been abusive to their partners.",
    "Batterer intervention groups certified by the state.",
    "Anger management and domestic violence classes for court-ordered clients.",
    "Transitional housing for men; applicants with domestic violence convictions are not accepted.",
    "Youth mentoring that includes violence prevention workshops in schools.",
    "Teaches teens about healthy relationships and dating violence prevention.",
    "Outpatient treatment for sex offenders.",
    "Clases de control de la ira para agresores.",
    "Sober living. No arson, sexual assault or stalking charges.",
    "Food pantry open to everyone, including victims of domestic violence.",
    "Gun violence interruption and street outreach.",
    "Programa de prevención de violencia juvenil para adolescentes.",
    "Legal defense for people accused of domestic violence.",
    "Substance abuse counseling and relapse prevention.",
    "Residents must not have a history of domestic violence or arson.",
    "Parenting classes for fathers leaving prison.",
    "We do not serve victims of domestic violence; call the state hotline.",
    "Trains police officers to respond to domestic violence.",
    "Support for families of murder victims' neighbors through street festivals against violence in the neighborhood.",
    "No aceptamos personas con condenas por violencia doméstica.",
    "Weekly groups for abusers who want to change.",
    "Psychoeducational program for perpetrators of intimate partner violence.",
    "Not eligible: applicants with a record of sexual assault, rape or stalking.",
    "Evidence-based curriculum to prevent teen dating violence.",
    "Domestic violence evaluations for probation clients.",
    "Reentry housing for men who served time for violent offenses.",
    "Curso de 26 semanas para ofensores de violencia doméstica.",
    "Elder care and adult day services.",
    "Community violence intervention for young men at risk of being shot.",
    "Family counseling, marriage counseling and mediation.",
    "Sex offender housing; registrants accepted.",
    "Job training for survivors of war and refugees.",
    "Warm meals and showers. Violence of any kind leads to expulsion.",
    "Sin condenas por abuso sexual o violencia doméstica.",
    "Childcare center with abuse-prevention training for its staff.",
    "Alcohol treatment. Court-ordered domestic violence counseling for defendants.",
    "Grief groups for survivors of suicide loss.",
    "Men's shelter. Guests with active protective orders against them are turned away.",
    "Boxing gym that keeps kids safe from street violence.",
    "Talleres sobre noviazgo sin violencia para estudiantes.",
    "Legal help for refugees fleeing violence in their home countries.",
]


@pytest.mark.parametrize("text", FOR_SURVIVORS)
def test_what_is_given_to_survivors_is_held_however_it_is_put(text: str) -> None:
    assert looks_like_victim_services(["Lantern House"], text)


@pytest.mark.parametrize("text", NOT_FOR_THEM)
def test_what_serves_those_who_did_it_prevents_it_or_only_mentions_it_is_not(text: str) -> None:
    assert not looks_like_victim_services(["Lantern House"], text)


def test_a_flight_is_heeded_wherever_a_long_text_speaks_of_it() -> None:
    text = "Meals, clothing and showers every day. " * 30 + "Beds for mothers fleeing an abusive husband."

    assert looks_like_victim_services(["Lantern House"], text)
