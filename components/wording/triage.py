"""Three questions that help those who handle concerns to think, for each nation of the UK.

They decide nothing and are never shown to whoever is worried. `confirmed` is False where the
wording was not checked against the law itself; the screen says so.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Triage:
    """The test of one nation. `questions` by the codes that are stored."""

    law: str
    age: int
    questions: dict[str, str]
    then: str
    confirmed: bool


FINDINGS = {"yes": "Yes", "no": "No", "not_sure": "Not sure"}
UNCONFIRMED = (
    "We have not checked this wording with the law. Check with your safeguarding board first."
)
HELPS = "These questions help you think. They decide nothing: you do."
CHILD = (
    "If it is about a child, or a child lives there: ask your children's services the same day. "
    "You do not need to be sure first. (Not checked with the law of your nation.)"
)
WORKS_WITH_CHILDREN = (
    "It is about somebody who works here. Do they also work with children? Then tell the LADO "
    "of the council within one working day. (Not checked: ask your council.)"
)
TRIAGE = {
    "england": Triage(
        "Care Act 2014, section 42",
        18,
        {
            "needs": "Do they need care and support, whether or not they get it?",
            "risk": "Are they being abused or neglected, or at risk of it?",
            "protect": "Does that need mean that they cannot protect themselves?",
        },
        "Three times yes: the council has to look into it, so refer it.",
        True,
    ),
    "scotland": Triage(
        "Adult Support and Protection (Scotland) Act 2007",
        16,
        {
            "needs": "Are they ill, disabled or frail, in body or mind?",
            "risk": "Are they at risk of harm?",
            "protect": "Can they not look after their own safety, rights or things?",
        },
        "Three times yes: tell the council.",
        False,
    ),
    "wales": Triage(
        "Social Services and Well-being (Wales) Act 2014",
        18,
        {
            "needs": "Do they need care and support, whether or not they get it?",
            "risk": "Are they being abused or neglected, or at risk of it?",
            "protect": "Does that need mean that they cannot protect themselves?",
        },
        "Three times yes: report it to the council.",
        False,
    ),
    "northern_ireland": Triage(
        "The adult safeguarding policy of Northern Ireland",
        18,
        {
            "needs": "Does who they are, or how they live, put them at more risk?",
            "risk": "Are they being harmed, or at risk of it, by what somebody does or leaves out?",
            "protect": "Can they not protect their own health, rights or things?",
        },
        "Three times yes: tell the adult protection team of the Trust.",
        False,
    ),
}
