"""What can go wrong between a page and the database, in five words that a page can act on.

What a person can cause is an outcome in the answer, never an error. These are for the rest.
No error carries text from the database: such text can hold what somebody typed.
"""


class PortalError(Exception):
    """Any failure that a gateway reports."""


class SignInFirst(PortalError):
    """Nobody is signed in, or the session has ended."""


class NotAllowed(PortalError):
    """The person is signed in, and this is not theirs to do."""


class TookTooLong(PortalError):
    """The database gave up on this call, and nothing was changed."""


class Unavailable(PortalError):
    """The database or the sign-in service cannot be reached just now."""


class Unexpected(PortalError):
    """A fault of ours: its text names the function and an error code, nothing else."""
