"""A long text that is kept while it is written, so that nothing is lost before it is sent.

The field is Streamlit's own; the line under it sends the words (see keeping.js) and says so. There
is no `max_chars`: it would cut a pasted text short without a word.
"""

from pathlib import Path

import streamlit as st

from components import visits
from services.drafts import Draft

_STYLE = """
.keeping { margin: 0; min-height: 1.5rem; font-size: 0.875rem; display: flex; flex-wrap: wrap;
  justify-content: space-between; gap: 0 1rem; color: var(--st-text-color); font-family: var(--st-font); }
.keeping .too-many { color: var(--st-red-text-color); font-weight: 600; }
"""
_LINE = """<p class="keeping"><span class="keeping-said" role="status"></span>
<span class="keeping-count"></span></p>
"""
_line = st.components.v2.component(
    "keeping",
    html=_LINE,
    css=_STYLE,
    js=(Path(__file__).parent / "keeping.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def text_area(
    label: str,
    *,
    key: str,
    form: str,
    field: str,
    draft: Draft | None,
    longest: int,
    subject: str | None = None,
) -> None:
    """Draw the field, with what was written before, and the line under it.

    `form` and `field` say where in `services.drafts` the words belong; `subject` what they are about.
    """
    words = _words(draft, field)
    visit = visits.current()
    with st.container(key=f"writing-{key}", gap="xxsmall"):
        st.text_area(label, "" if key in st.session_state else words, key=key, height="content")
        _line(
            key=f"keeping-{key}",
            data={
                "form": form,
                "field": field,
                "subject": subject,
                "field_key": key,
                "longest": longest,
                "who": visit.person.id if visit and visit.person else None,
                "version": draft.version if draft else 0,
                "words": words,
            },
        )


def _words(draft: Draft | None, field: str) -> str:
    return str(draft.content.get(field) or "") if draft else ""
