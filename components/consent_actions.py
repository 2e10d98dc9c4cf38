"""Saying yes and taking it back, and the words that follow. Each can be undone."""

from components.actions import Kind, action, say
from components.visits import Visit
from components.wording import sentence
from services import consents
from services.consents import Answer, Consent

QUIET = ("given", "withdrawn")


class Choosing:
    """The two things that a member can do with a consent, for the person of a visit."""

    def __init__(self, visit: Visit) -> None:
        self._gateway = visit.gateway
        self.give = action(self._give)
        self.withdraw = action(self._withdraw)

    def _give(self, consent: Consent) -> None:
        answer = consents.give(self._gateway, purpose=consent.purpose, version=consent.version)
        undo = (lambda: self._withdraw(consent)) if answer.outcome == "given" else None
        say(_sentence(answer, consent), kind=_kind(answer), undo=undo)

    def _withdraw(self, consent: Consent) -> None:
        answer = consents.withdraw(self._gateway, purpose=consent.purpose)
        # the same words again; words that are not in use any more cannot be said again
        same = answer.outcome == "withdrawn" and consent.stands and not consent.has_new_words
        say(
            _sentence(answer, consent),
            kind=_kind(answer),
            undo=(lambda: self._give(consent)) if same else None,
        )


def _sentence(answer: Answer, consent: Consent) -> str:
    return sentence("consents", answer.outcome, title=consent.title, stops=consent.stops)


def _kind(answer: Answer) -> Kind:
    return "success" if answer.outcome in QUIET else "info"
