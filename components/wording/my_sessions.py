"""Where one is signed in, in plain words."""

OUTCOMES = {
    "signed_out": "That phone or computer is signed out.",
    "not_found": "That one was signed out already.",
}
