"""What people are told about words that they have not sent, and before they send them."""

from services.telling_words import Kind

OUTCOMES = {
    "dropped": "We have thrown it away.",
    "brought_back": "It is back, as you wrote it.",
    "swapped": "You can go on with that one. What stood here is kept below.",
    "not_found": "There is nothing else to go on with.",
}
RESTORED = "You began to write this on {day}. It is not sent yet."
ELSEWHERE = "What you wrote on another page"
ELSEWHERE_WHY = "You wrote on two pages at once. We kept both. Choose the one to go on with."
GO_ON = "Go on with this one"
THROW_AWAY = "Throw it away"
GIVES_AWAY: dict[Kind, str] = {
    "phone": "This looks like a phone number: {words}.",
    "email": "This looks like an email address: {words}.",
    "name": "This looks like someone's name: {words}.",
}
TAKE_IT_OUT = (
    "You can take it out above. To send it as it is, press Send again. Staff know how to reach you."
)
