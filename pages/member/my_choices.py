"""A member's choices: each yes in its words, to give and to take back."""

from components import frame, layout, my_choices
from components.consent_actions import Choosing
from components.wording.talk_permissions import LEAD, QUESTIONS
from services import consents

visit = frame.require("member")
assert visit.person
choosing = Choosing(visit)

layout.page_title(
    "Your choices",
    "Each one is up to you. You can take part without any of them, and change your mind later.",
)
my_choices.draw_by_part(consents.mine(visit.gateway), choosing.give, choosing.withdraw)
layout.section(QUESTIONS[visit.person.connection], LEAD)
frame.link("speaking-about-me", "See or change this")
layout.section("How we tell you", "Which emails you get, how often, and when it is safe.")
frame.link("how-we-tell-you", "See or change this")
layout.section("What you said, and when", "Nothing here is ever changed or taken out.")
frame.link("what-i-said", "See all that I said")
