"""The published moderation policy. The same words stand in docs/moderation-policy.md."""

TITLE = "What we keep and what we hide"
POLICY = """\
People read what others write here. These are the rules for it.

## What this is about

- Things that people tell us and choose to share with everyone.
- What a person writes to their peer mentor.
- The names that people go by.

## What we hide

- Words that name someone, or tell who they are.
- Threats, and words that are cruel or full of hate.
- Words that could lead someone to hurt themselves.
- Anything that sells something, or offers drugs.
- Anything that could harm a child.
- Anything that breaks the law.

We do not hide something because it says that we did badly.

## Before everyone can read it

Staff read everything before everyone can see it. They show it, or keep it and say why.
They can put a role in place of a name, such as [a worker]. They can change nothing else.
You see both, and you can stop sharing it at any time.
If they keep it, you can ask once for another look, under What you told us.
Somebody else than the first person looks at it.

## How to tell us

Press "Tell us about this" beside the words. You do not need an account for what everyone can read.
You can tell us about a person whom you meet on the card of your match.
If someone is in danger, call 999 first. Then tell us under "I am worried about someone".

## What happens then

- A member of staff looks at it within 2 working days. A threat or a child at risk comes first.
- They keep it or hide it, and write down why.
- If you have an account, you read the answer under My reports.
- We never tell anyone who reported it.
- If it may be a crime, or someone is at risk, our safeguarding lead looks at it too.

## If we hide what you wrote

You read why under My reports. You can ask once for another look.
Somebody else than the first person looks at it. If they say so, it comes back. That is the last word.

## Blocking

You can block a person whom you were matched with. You are not matched again. Nobody tells them.
You can take it back under My reports.

## Who checks us

We keep a log of each decision: what was decided, why, by whom and when.
If you are not happy with how we did this, tell us, or complain under Your account.
"""
