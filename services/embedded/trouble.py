"""Bad surroundings, said in one sentence."""


class Trouble(Exception):
    """Something about this machine stops us; the message is the whole explanation."""
