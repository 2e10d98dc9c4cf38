"""`/safety`: how to keep a visit private, as plain HTML that needs no JavaScript."""

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from services import portal
from services.web import organisation, shell

TITLE = "Using this site"  # neutral: it is what the browser's history shows

BODY = """
<h1>How to keep your visit private</h1>
<p>If you are in danger now, call <a class="number" href="tel:999">999</a>.
<a href="/help">More numbers to call or text</a>.</p>

<h2>Leave fast</h2>
<ul class="points">
<li>Press <strong>Leave this site</strong>. It is at the top of every page.</li>
<li>Or press the Shift key 3 times.</li>
<li>Or press the Tab key until you hear or see <strong>Go to the weather now</strong>. Then press Enter.</li>
</ul>
<p>The page goes white. Then the weather opens. You are signed out.</p>
<p>What you write under Tell us is kept for you, and not on this phone.
Anything else you were typing is not kept. To come back, type our address again and sign in.</p>
<p><strong>Leaving does not delete your history.</strong> Your browser still knows that you were here.</p>

<h2>If others use your phone or computer</h2>
<ul class="points">
<li>Sign out when you have finished. After that, nothing of yours can be seen here.</li>
<li>Leave "Keep me signed in" empty.</li>
<li>Say no when the browser offers to save your password.</li>
<li>You may be safer on a computer at a library or at a friend's.</li>
</ul>

<h2>Hide your visits</h2>
<p>A private window forgets where you went when you close it.
Look for "New private window" or "New incognito window" in the menu of your browser.</p>
<p>Files that you save, and programs that watch a phone, still show what you did.</p>
<p>You can also delete a visit afterwards. Open the history of your browser.
Delete only the lines about this site.</p>
<p><strong>Think first.</strong> An empty history can make somebody suspicious.
Deleting everything also removes saved passwords.
If somebody checks your phone, it may be safer to leave the history as it is.</p>

<h2>What others may see on your screen</h2>
<p>The name in the tab says nothing about you or why you are here.</p>
<p>What we send says only that something waits for you. It never says what.</p>
<p>You choose how we reach you, and when it is safe. You can change it at any time, under
<a href="/account">Your account</a>.</p>

<p><a href="/">Go to the front page</a></p>
"""


async def serve(request: Request) -> Response:
    """`GET /safety`."""
    facts = await organisation.help_now()
    demo = portal.current().world == "demo"
    page = shell.plain_page(TITLE, BODY, organisation.name(facts), demo=demo)
    return HTMLResponse(page, headers={"Cache-Control": "no-cache"})
