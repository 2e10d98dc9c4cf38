"""Where to get help now."""

from components import contact, frame, layout
from services import organisation

visit = frame.require("anyone")
told = organisation.help_now(visit.gateway)

layout.page_title(
    "Get help now", "These people can talk to you today. Pick the one that fits best."
)
contact.helplines(told["helplines"])
contact.about_us(told["organisation"])
