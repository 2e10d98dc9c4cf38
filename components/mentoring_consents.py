"""The two yeses that matching asks for, to give or take back wherever mentoring is shown."""

from collections.abc import Sequence

from components import layout, my_choices
from components.actions import action, say
from components.visits import Visit
from components.wording import sentence
from services import consents
from services.consents import Consent


def draw(visit: Visit, asked: Sequence[Consent], title: str, lead: str | None = None) -> None:
    """Each consent in its words, with one button."""

    @action
    def give(consent: Consent) -> None:
        answer = consents.give(visit.gateway, purpose=consent.purpose, version=consent.version)
        say(sentence("consents", answer.outcome, title=consent.title))

    @action
    def withdraw(consent: Consent) -> None:
        answer = consents.withdraw(visit.gateway, purpose=consent.purpose)
        said = sentence("consents", answer.outcome, title=consent.title, stops=consent.stops)
        say(said, undo=lambda: give(consent))

    layout.section(title, lead)
    my_choices.draw(asked, give, withdraw)
