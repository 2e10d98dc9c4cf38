"""A new password for someone who forgot theirs."""

from components import forgotten, frame

forgotten.draw(frame.require("anyone"))
