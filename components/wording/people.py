"""People, in plain words: why they came, what they are to their loved one, what they may do."""

CONNECTIONS = {
    "recovery": "My own recovery",
    "family": "Someone I care about",
    "worker": "I work or volunteer here",
}
ABOUT = {
    "recovery": "In recovery",
    "family": "Family or friend",
    "worker": "Works or volunteers here",
}
RELATIONS = {
    "partner": "Partner",
    "parent": "Mother or father",
    "sibling": "Brother or sister",
    "adult_child": "Grown-up son or daughter",
    "aunt_or_uncle": "Aunt or uncle",
    "grandparent": "Grandparent",
    "friend": "Friend",
    "carer": "Carer",
}
CHANNELS = {
    "portal": "Only here, in the portal",
    "email": "By email",
    "phone": "By phone",
    "text": "By text",
}
ROLES = {
    "mentor": "Peer mentor",
    "staff": "Staff",
    "safeguarding_lead": "Safeguarding lead",
    "safeguarding_deputy": "Safeguarding deputy",
    "safeguarding_alternate": "Safeguarding alternate",
    "trustee": "Trustee",
    "analyst": "Analyst",
    "administrator": "Administrator",
}
MAY = {
    "mentor": "Meets a new person or family who asked for support.",
    "staff": "Runs workshops, answers feedback, finds people, suggests mentors to families.",
    "safeguarding_lead": "Reads and handles worries about someone's safety.",
    "safeguarding_deputy": "Reads and handles these worries beside the lead.",
    "safeguarding_alternate": "Reads what is about the lead or the deputy, or when both are away.",
    "trustee": "Is told when something has waited for too long. Reads nothing.",
    "analyst": "Sees protected figures, never a person.",
    "administrator": "Changes settings and says who may do what.",
}
OUTCOMES = {
    "suspended": "{name} is suspended and signed out everywhere. "
    "They can do nothing here until you let them back.",
    "already_suspended": "{name} was suspended already.",
    "active": "{name} can use the portal again.",
    "already_active": "{name} could use the portal already.",
    "not_yourself": "You cannot suspend yourself. Ask another administrator.",
    "not_found": "We cannot find this person any more.",
    "issued": "Here is a code for {name}. It works once, until {until}. "
    "Read it out to them, and to nobody else.",
    "ask_an_administrator": "{name} has a role here. Only an administrator may give them a code.",
    "not_to_yourself": "You cannot give yourself a code. Ask someone else here.",
}


def about(connection: str, relation: str | None) -> str:
    """ "Family or friend: mother or father", "In recovery"."""
    said = ABOUT[connection]
    return f"{said}: {RELATIONS[relation].lower()}" if relation else said


def explained(role: str) -> str:
    """A role and what it may do, in Markdown."""
    return f"**{ROLES[role]}**: {MAY[role]}"
