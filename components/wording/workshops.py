"""Workshops, in plain words."""

OUTCOMES = {
    "saved_draft": "Saved as a draft. Only staff can see it. Look at it below, then publish it.",
    "saved": "Saved. People see the change at once.",
    "saved_and_offered": "Saved. {offered} people in line are now offered a place.",
    "saved_and_offered_one": "Saved. The first person in line is now offered a place.",
    "invalid": "One answer needs another look. Nothing you wrote is lost.",
    "published": "Published. Everybody can see it under What's on, and book.",
    "already_published": "This is published already.",
    "cancelled": "The workshop is called off. {people} bookings were cancelled. "
    "People see your reason under My bookings.",
    "cancelled_one": "The workshop is called off. One booking was cancelled. "
    "The person sees your reason under My bookings.",
    "cancelled_nobody": "The workshop is called off. Nobody was booked.",
    "already_cancelled": "This workshop was called off already.",
    "changed_meanwhile": "Somebody else saved this workshop while you were writing. "
    "Nothing is saved yet, and nothing of yours is lost. Look below.",
    "later_invalid": "One of the later ones cannot be changed like this, so nothing is saved: "
    "the one on {when}.",
    "saved_later": "Saved, here and for {later} later ones.",
    "saved_later_one": "Saved, here and for one later one.",
    "closed": "This workshop is over or called off, so it cannot be changed any more.",
    "not_found": "We could not find that workshop. It may have been taken down.",
}
KINDS = {
    "design_workshop": "Design workshop",
    "walk_and_talk": "Walk and talk",
    "yoga": "Yoga",
    "poetry": "Poetry",
    "family_support_group": "Family support group",
    "creative": "Creative group",
    "training": "Training",
    "meeting": "Meeting",
}
RUNGS = {
    1: "Coercion",
    2: "Educating",
    3: "Informing",
    4: "Consultation",
    5: "Engagement",
    6: "Co-design",
    7: "Co-production",
}
RUNG_MEANS = {
    1: "People have to come, and nobody asks what they think.",
    2: "People learn how a service works.",
    3: "People hear what was decided, and why.",
    4: "People are asked what they think. Staff decide.",
    5: "People have a say more than once. It can change what staff decide.",
    6: "People shape the plan together with staff.",
    7: "People and staff plan it, decide it and do it together, as equals.",
}
SHOWN_RUNGS = (4, 5, 6, 7)  # the ones that tell people that they have a say
CONTRIBUTIONS = {
    "peer_mentor_or_facilitator": "Peer mentor or facilitator",
    "design_workshop": "Design workshop",
    "feedback": "Feedback",
    "story": "Story",
    "policy_and_advocacy": "Policy and advocacy",
}
WHO_CAN_COME = {
    "everyone": "Everyone",
    "recovery": "People in recovery",
    "family": "Family and friends",
}
FOR_WHOM = {"recovery": "For people in recovery", "family": "For family and friends"}
COMES = {
    "everyone": "Everyone is welcome",
    "recovery": "For people in recovery",
    "family": "For family and friends",
}
STATES = {
    "draft": "Draft",
    "cancelled": "Called off",
    "held": "Being written up",
    "closed": "Written up",
}
# The lists of staff, in the order in which they ask to be looked at
LISTS = {
    "to_mark": "Registers to mark",
    "to_write_up": "To write up",
    "coming": "Coming",
    "drafts": "Drafts",
    "past": "Past",
    "cancelled": "Called off",
}
FIELDS = {
    "title": "Title",
    "kind": "Kind",
    "space_id": "Space",
    "programme_id": "Programme",
    "meeting_point": "Where to meet",
    "starts_at": "Start",
    "ends_at": "End",
    "in_person_capacity": "Places in the room",
    "online_capacity": "Places online",
    "online_link": "Link to join online",
    "who_can_come": "Who can come",
    "what_to_expect": "What to expect",
    "who_will_be_there": "Who will be there",
    "access_facts": "The room and getting in",
    "transport_help": "Help with getting there",
    "childcare": "Childcare",
    "language": "Language",
    "rung": "How much say people have",
    "contribution_type": "How people contribute",
}
PROBLEMS = {
    ("ends_at", "out_of_range"): "The end needs to be after the start, on the same day.",
    ("starts_at", "out_of_range"): "Please choose a day in the next three years.",
    ("starts_at", "in_the_past"): "Please choose a day and time that have not passed.",
    ("in_person_capacity", "missing"): "Please give places in the room, online, or both.",
    ("in_person_capacity", "out_of_range"): "Please give a number from 1 to 500.",
    ("online_capacity", "out_of_range"): "Please give a number from 1 to 500.",
    ("online_link", "not_known"): "Please give a web address that starts with https://",
}
# when fewer places are wanted than people have; {coming} and {too_many} are numbers of people
TOO_FEW = {
    "fewer_than_coming": "{coming} people have a place or are offered one. "
    "Keep at least {coming}. For fewer, {too_many} would have to go: call them first.",
    "fewer_than_coming_one": "1 person has a place or is offered one. Keep at least 1.",
    "people_are_coming": "{coming} people have a place or wait for one this way. "
    "Keep it, or call them first and cancel for them.",
    "people_are_coming_one": "1 person has a place or waits for one this way. "
    "Keep it, or call them first and cancel for them.",
}
EMPTY = {
    "filtered": (
        "Nothing like that is planned yet",
        "Choose another space or kind, or look at everything.",
    ),
    "all": (
        "Nothing is planned yet",
        "New workshops will be shown here. Come back soon, or call us and ask.",
    ),
}
