"""Signing up and one's own details, in plain words."""

OUTCOMES = {
    "welcome": "Welcome, {name}. You are in. Have a look at what is on.",
    "already_signed_up": "You have signed up already. Your details are under Account.",
    "adults_only": "You need to be 18 or over to have an account. If you are, tick the box at the end. "
    "An adult can book for someone younger.",
    "wording_changed": "Our questions have just changed. Please read your choices again.",
    "invalid": "One answer needs another look. Nothing you wrote is lost.",
    "saved": "Your details are saved.",
    "nothing_changed": "Nothing was changed, so there was nothing to save.",
}
GIVES_AWAY = {
    "email": "This name is the first part of your email, so others could work out who you are.",
    "full_name": "This looks like a full name, so others could work out who you are.",
    "legal_name": "This is your legal name, so others could work out who you are.",
}
