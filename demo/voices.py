"""What people in the demo say, by theme and kind. `{space}` is the space that they know."""

from __future__ import annotations

VOICES: dict[str, dict[str, tuple[str, ...]]] = {
    "First contact": {
        "problem": (
            "When I first rang about {space} I was asked the same questions three times. I nearly hung up.",
            "The first phone call felt like a test. I wanted someone to ask how I was before asking what I take.",
            "Nobody told me what would happen after the first call to {space}. I sat by the phone for a week.",
            "The message on the answerphone is very long. I was shaking and could not write the number down.",
            "I was told to ring back when I was ready. It had taken me a year to ring at all.",
        ),
        "idea": (
            "Could the first call to {space} be with someone who has been there themselves?",
            "Send a text after the first call that says who you spoke to and what comes next.",
            "A short film of the {space} building, so that I know what I am walking into.",
            "Let people write in first instead of ringing. Some of us cannot talk at home.",
        ),
        "praise": (
            "The woman who answered at {space} let me cry and did not rush me. I came because of her.",
            "I had a text the same evening with a name and a time. It made all the difference.",
            "My first visit to {space} started with tea and no forms. Please keep it like that.",
        ),
    },
    "Waiting times": {
        "problem": (
            "We waited nine weeks for family sessions at {space} and heard nothing in between.",
            "I was told two weeks. It was seven. I would have coped better if I had known.",
            "By the time my place came up, things at home had changed twice over.",
            "There is a waiting list for the waiting list. It feels like being forgotten.",
        ),
        "idea": (
            "A short call every two weeks while we wait, even if there is no news.",
            "Could people who are waiting at {space} join the walk and talk straight away?",
            "Show us where we are in the queue, so that we stop guessing.",
        ),
        "praise": (
            "I was offered the walking group while I waited. It kept me going.",
            "Somebody from {space} rang each fortnight. I never felt dropped.",
        ),
    },
    "Weekends and evenings": {
        "problem": (
            "Everything at {space} is on weekday mornings. I work, so I can never come.",
            "Saturday nights are the hardest and there is nobody to ring.",
            "The evening group at {space} ends just after the last bus.",
            "Bank holidays are long when everything is shut.",
        ),
        "idea": (
            "One Saturday morning a month at {space} for families who work.",
            "An online hour on Sunday evenings, before the week starts again.",
            "Could the building open at seven for people coming from work?",
        ),
        "praise": (
            "The Saturday session at {space} is the first one that I could get to. Thank you.",
            "Having the online group at eight means the children are in bed. It works.",
        ),
    },
    "Children and young people": {
        "problem": (
            "There is nowhere for my son to sit while I am in the family group at {space}.",
            "My grandchildren live with me and nobody has asked how they are.",
            "The school did not know that any help existed.",
        ),
        "idea": (
            "Childcare in the next room at {space}, even once a month.",
            "Something for teenagers that is not called a support group.",
            "A short guide for grandparents who are bringing children up again.",
        ),
        "praise": (
            "My daughter came home from the youth session at {space} and talked to me for an hour.",
            "Childcare next door meant that I could listen properly for once.",
        ),
    },
    "Travel": {
        "problem": (
            "It takes two buses to get to {space} and I cannot afford it every week.",
            "There is no way back to our village after six.",
            "I was told that fares are paid back, but the form needs a printer.",
            "Parking near {space} costs more than the petrol.",
        ),
        "idea": (
            "Pay the fare on the day, in cash or on a card, not weeks later.",
            "A lift-share list for people coming to {space} from the same side of town.",
            "Run one session a month in a village hall.",
        ),
        "praise": (
            "My bus fare was paid back before I left. I could come again because of it.",
            "The taxi home from {space} in the winter made me feel safe.",
        ),
    },
    "Language and respect": {
        "problem": (
            "A letter from the clinic called my brother a word that we do not use at home.",
            "I was spoken about as if I was not in the room.",
            "The form at {space} only lets you be a patient or a carer. I am his mum.",
        ),
        "idea": (
            "Ask people with lived experience to read letters before they go out.",
            "Put a card on the desk at {space} with the words that we prefer.",
            "Let us say how we want to be described on our own form.",
        ),
        "praise": (
            "At {space} I am asked what I think and somebody writes it down. I am not used to that.",
            "Nobody at {space} has ever made me feel ashamed.",
        ),
    },
    "Family support": {
        "problem": (
            "All the help is for him. I have not slept properly for two years.",
            "I was told that they could not talk to me because he has not agreed. I only wanted to be heard.",
            "There is a group for parents at {space} but I am a sister and I did not feel that it was for me.",
        ),
        "idea": (
            "A group at {space} for brothers and sisters.",
            "Match new families with someone who is two years further on.",
            "Tell families at the start what staff can and cannot say, and that they can always listen.",
        ),
        "praise": (
            "My peer mentor has been through it with her own son. I do not have to explain.",
            "The family group at {space} is the only place where I can laugh about it.",
            "For the first time somebody asked how I was. Not him. Me.",
        ),
    },
    "Online support": {
        "problem": (
            "The link for the online group did not work and there was no number to ring.",
            "I cannot talk in the online group because everyone at home can hear.",
            "My phone is old and the picture freezes.",
        ),
        "idea": (
            "Let people join by ordinary phone call as well as by video.",
            "Say at the start of the online group that cameras can stay off.",
            "Record the information part so that we can watch it later.",
        ),
        "praise": (
            "I live an hour from {space}. Online is the only way that I can take part.",
            "Cameras off was fine with everyone. I stayed to the end.",
        ),
    },
    "Information": {
        "problem": (
            "I did not know that families could get help in their own right until my neighbour told me.",
            "The leaflet at {space} has an old phone number on it.",
            "There is so much on the website that I gave up.",
        ),
        "idea": (
            "One page that says what is on at {space} this week.",
            "Put a poster in the doctor's surgery that is about families.",
            "A card with three numbers on it, small enough for a purse.",
        ),
        "praise": (
            "The small card with the numbers is in my purse. I have given two away.",
            "The what's on page told me all that I needed.",
        ),
    },
    "Activities": {
        "problem": (
            "The yoga room at {space} is very cold.",
            "The poetry group was full every time I tried.",
            "I would love to come walking, but the path is too rough for my knee.",
        ),
        "idea": (
            "A flat walk for people with sticks and pushchairs.",
            "Cook together once a month at {space} and eat what we make.",
            "A second poetry group, on another day.",
        ),
        "praise": (
            "The walk by the river is the best hour of my week.",
            "I had not written anything since school. I read my poem out and people clapped.",
            "Yoga at {space} taught me to breathe before I answer him.",
        ),
    },
}

# Plain answers that staff give, by status. The last two always carry a reason.
ANSWERS: dict[str, tuple[str, ...]] = {
    "in_discussion": (
        "Thank you. We are taking this to the next design workshop and will tell you what people say.",
        "You are not the first to say this. It is on the list for the next workshop.",
    ),
    "planned": (
        "We have agreed to do this. It needs a room and two volunteers, and we have found the room.",
        "This will start next month. We will let you know the date.",
    ),
    "done": (
        "Done. People with lived experience helped us to choose how.",
        "This has changed, because you and others told us. Please say if it is not right yet.",
        "We have put this right. Thank you for taking the time to tell us.",
        "Thank you. We have passed your words on to the people you speak of, and we will keep it this way.",
    ),
    "not_now": (
        "We cannot pay for this before April. We have kept it for the next budget meeting.",
        "The building is not ours, so we cannot change the opening hours. We have asked the owner and will ask again.",
        "We tried this last spring and too few people came. We would like to hear how to do it better.",
    ),
}
