"""Everything that a member ever said yes to or took back, and when."""

from components import consent_history, frame, layout
from services import consents

visit = frame.require("member")

layout.page_title("What you said, and when", "Every yes, and every yes that you took back.")
frame.link("my-choices", "Back to your choices", icon="arrow_back")
said = consents.my_history(visit.gateway)
layout.section("The newest first")
if said:
    consent_history.draw(said)
else:
    layout.empty_state("You have not said yes to anything", "That is fine. It stays up to you.")
