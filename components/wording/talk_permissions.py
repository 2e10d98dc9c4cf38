"""With whom staff may speak about a person, in plain words. The choices are in the database."""

OUTCOMES = {
    "given": "Thank you. From now on: {wording}",
    "withdrawn": "You took it back. We tell {relation} nothing more about you. "
    "What we have already told them, we cannot call back.",
    "not_given": "You had not said yes to this.",
    "invalid": "One answer needs another look. Nothing you chose is lost.",
    "recorded": "Noted. They can see it under Your choices, and take it back.",
    "not_your_own": "Say this for yourself under Your choices.",
    "not_found": "We cannot find this person any more.",
}
QUESTIONS = {
    "recovery": "May we speak about you with your loved one?",
    "family": "May we speak with your loved one about you?",
    "worker": "May we speak about you with your loved one?",
}
LEAD = (
    "If you say nothing here, we speak about you with nobody. "
    "You choose with whom, about what, and until when."
)
NEVER_A_NAME = "We never ask for their name."
LISTENING = (
    "If your loved one comes to us, we always listen to them. "
    "Listening is not telling: without your yes, we do not even say that we know you."
)
BEFORE_TAKING_BACK = "**If you take it back:** we tell them nothing more. What we have told them, we cannot call back."
FOR_STAFF = (
    "**You can always listen.** Listening to a family member needs nobody's yes. "
    "Before you tell them anything, look here. Nothing here means no. "
    "Never write down a loved one's name."
)
NOBODY = "They have not said that you may speak about them with anyone."
