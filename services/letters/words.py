"""What full e-mails say of each kind of notice. Change the words here; tests/wording holds them plain.

Most people get the neutral letter, which is in phrases.py. In `said`, where the notice is of
a workshop, {workshop}, {when} and {where} are filled in; {until} is for an offered place.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """A kind of notice in a full e-mail: its subject, what happened, and what the link is for."""

    subject: str
    said: str
    do: str


# One line for each kind of notice, for people who asked for full e-mails
KINDS: dict[str, Words] = {
    "booking_made": Words(
        "You have a place",
        "You have a place at “{workshop}”. It is on {when}, {where}. "
        "If you cannot come after all, please tell us, so that somebody else can.",
        "See your booking",
    ),
    "place_offered": Words(
        "A place is free for you",
        "A place came free at “{workshop}”, on {when}, {where}. We keep it for you until {until}. "
        "After that it goes to the next person.",
        "Say yes or no",
    ),
    "offer_lapsed": Words(
        "The time to take your place is over",
        "We kept a place at “{workshop}” for you, on {when}. We did not hear from you in time, "
        "so it goes to the next person. That is fine. You can join the line again.",
        "Look at it, or join the line again",
    ),
    "booking_cancelled_for_you": Words(
        "Your booking was cancelled",
        "Staff cancelled your booking for “{workshop}”, on {when}. "
        "If that surprises you, please call us.",
        "Look at the workshop",
    ),
    "workshop_cancelled": Words(
        "A workshop is called off",
        "“{workshop}”, on {when}, will not take place. We are sorry. The page says why.",
        "Read why",
    ),
    "workshop_changed": Words(
        "Your workshop has changed",
        "“{workshop}” has another time, place or way to join. It is now on {when}, {where}. "
        "If that does not suit you, you can give your place back.",
        "See what it is now",
    ),
    "workshop_reminder_two_days": Words(
        "Your workshop is coming up",
        "You have a place at “{workshop}”. It is on {when}, {where}. We look forward to seeing you.",
        "See what to expect, or give your place back",
    ),
    "workshop_reminder_two_hours": Words(
        "Your workshop starts soon",
        "“{workshop}” is about to begin: {when}, {where}. See you there.",
        "See how to get there",
    ),
    "feedback_on_agenda": Words(
        "We are going to talk about what you told us",
        "Something that you told us will be talked about at “{workshop}”, on {when}. "
        "Nobody there is told who said it.",
        "See what you told us",
    ),
    "workshop_written_up": Words(
        "What came of your workshop",
        "“{workshop}” is written up: what we talked about, and what we decided. "
        "Thank you for being there.",
        "Read it",
    ),
    "decision_yours": Words(
        "A decision for you to see to",
        "“{workshop}” decided something that you said you would see to.",
        "See what it is",
    ),
    "feedback_answered": Words(
        "An answer to what you told us",
        "Staff have answered something that you told us. Thank you for saying it.",
        "Read the answer",
    ),
    "change_planned": Words(
        "A plan for something you were part of",
        "Something that you told us, or were in the room for, has led to a plan. Thank you.",
        "See what came of it",
    ),
    "change_under_way": Words(
        "Something you were part of is under way",
        "A change that you were part of is under way. We tell you again when it is made.",
        "See what came of it",
    ),
    "change_made": Words(
        "Something you were part of has changed",
        "A change that you were part of has been made. Did we get it right? One tap is enough.",
        "See it, and tell us",
    ),
    "change_not_possible": Words(
        "An answer to something you were part of",
        "We looked hard at something that you were part of, and it is not possible. "
        "The page says why.",
        "Read why",
    ),
    "not_yet_answered": Words(
        "Staff answered what you said",
        "You said that a change is not right yet. Staff have answered, and ask you once more.",
        "Read the answer",
    ),
    "not_yet_came_back": Words(
        "A change came back to you",
        "Somebody says that a change which you see to is not right yet. It waits for your answer.",
        "Read it and answer",
    ),
    "workshop_role_given": Words(
        "Would you take a role in a workshop?",
        "We would like you to take a role in “{workshop}”, on {when}, {where}. "
        "It is up to you. No is a good answer too.",
        "See the role, and say yes or no",
    ),
    "workshop_role_taken_back": Words(
        "Your role in a workshop has changed",
        "You do not have the role in “{workshop}” any more that we asked you to take, on {when}. "
        "If this surprises you, please call us.",
        "Look at the workshop",
    ),
    "workshop_role_answered": Words(
        "An answer about a role",
        "Somebody said whether they take a role in “{workshop}”, on {when}.",
        "See who said what",
    ),
    "feedback_merged": Words(
        "Somebody told us the same as you",
        "We answer you both together. You still get each answer.",
        "See where it stands",
    ),
    "support_answered": Words(
        "An answer to something you care about",
        "Staff have answered something that you said Me too to.",
        "Read the answer",
    ),
    "appeal_answered": Words(
        "Somebody else has looked again",
        "You asked for another look at who can read what you told us. There is an answer.",
        "Read the answer",
    ),
    "feedback_handed_over": Words(
        "A colleague gave you feedback to see to",
        "A colleague gave you a piece of feedback. It is on your list now.",
        "Open it",
    ),
    "feedback_due": Words(
        "Feedback on your list is due",
        "A piece of feedback on your list is due, or late. Somebody waits for an answer.",
        "Open it",
    ),
    "roles_changed": Words(
        "What you can do here has changed",
        "An administrator changed what you can do in the portal. "
        "If this surprises you, please tell us.",
        "Open the portal",
    ),
    "sign_in_changed": Words(
        "How you sign in has changed",
        "The second step of your sign-in was changed, or a recovery code was used. "
        "If that was not you, please tell us today.",
        "See how you sign in",
    ),
    "something_waits": Words(
        "Something waits for you",
        "Something came in that you have a role to read.",
        "Open it in the portal",
    ),
    "waits_too_long": Words(
        "Something has waited for too long",
        "Something came in that nobody has read in time. Please look at it today.",
        "Open it in the portal",
    ),
    "ask_why_it_waits": Words(
        "Please ask why something waits",
        "Something has waited for too long. Please ask the safeguarding lead or deputy about it.",
        "Open the portal",
    ),
    "ask_alternate_why": Words(
        "Please ask why something waits",
        "Something has waited for too long. Please ask the safeguarding alternate. Ask nobody else.",
        "Open the portal",
    ),
    "nobody_can_read": Words(
        "Something came in that nobody can open",
        "Something came in that nobody here can open. A role needs to be filled.",
        "See who may do what",
    ),
    "match_paused": Words(
        "Your mentoring is paused",
        "Your mentoring is paused for now. Staff will be in touch.",
        "See your mentoring",
    ),
    "match_resumed": Words(
        "Your mentoring goes on",
        "Your mentoring goes on. Thank you for waiting.",
        "See your mentoring",
    ),
    "consent_changed": Words(
        "A match needs a talk",
        "One of your matches needs a talk with both people.",
        "Open it in the portal",
    ),
    "report_answered": Words(
        "An answer to what you reported",
        "There is an answer to something that you reported. Thank you for telling us.",
        "Read the answer",
    ),
    "words_looked_at": Words(
        "Staff looked at something you wrote",
        "Staff looked at something that you wrote, and decided about it.",
        "See what they decided",
    ),
    "data_ready": Words(
        "What you asked for is ready",
        "Staff have gone through what you asked for about your data. You can download it.",
        "Download it",
    ),
    "data_answered": Words(
        "An answer about your data",
        "There is an answer to something that you asked about your data.",
        "Read the answer",
    ),
    "data_due": Words(
        "A request about data is due",
        "Something about a person's data is due soon, or late.",
        "See the requests",
    ),
    "match_left": Words(
        "Your mentoring has ended",
        "Somebody you were matched with has left. It is nothing that you did. "
        "Staff will talk with you about what comes next.",
        "See your mentoring",
    ),
    "match_to_mend": Words(
        "A match has ended",
        "A match has ended, because somebody left. Please talk with the other person.",
        "See who waits for a mentor",
    ),
    "account_unused": Words(
        "Do you want to keep your account?",
        "You have not been here for a long time. Your account will be deleted soon. "
        "Sign in once if you want to keep it.",
        "Keep my account",
    ),
}
# A kind that has no line yet
OTHER = Words(
    "There is something new for you", "There is something new for you to look at.", "Have a look"
)
