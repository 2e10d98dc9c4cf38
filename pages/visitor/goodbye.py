"""After leaving: that it is done, and that one may come back."""

from components import frame, layout
from components.wording import erasure as words

frame.require("anyone")
layout.page_title("Goodbye", words.GOODBYE)
layout.section("If you need us", words.COME_BACK)
frame.link("help-now", "Get help now")
frame.link("welcome", "To the front page")
