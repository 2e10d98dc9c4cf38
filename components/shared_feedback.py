"""What people say and share with everyone, to read, to narrow down, and to say "me too" to."""

from components import feedback_card, filters, layout, paging
from services import feedback
from services.gateway import Gateway


def draw(gateway: Gateway, noun: str, page_key: str) -> None:
    """A page of it, newest first; `noun` and `page_key` say where the filters are kept."""
    chosen, page = filters.chosen(noun), paging.number(page_key)
    shared = feedback.shown(gateway, **chosen, tag=filters.tag_chosen(noun), page=page)
    filters.draw(noun, shared.spaces, shared.themes, page_key=page_key)
    filters.draw_tags(noun, shared.tags, page_key=page_key)
    for said in shared.rows:
        feedback_card.shown(said)
    if not shared.rows:
        layout.empty_state(
            "Nobody has shared anything here yet",
            "People choose whether others can read what they tell us. "
            "Choose another space or theme to see more.",
        )
    paging.draw(page_key, total=shared.total, page_size=shared.page_size)
