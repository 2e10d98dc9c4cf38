"""A hint stands under its field. As `help` it would be a button that takes Tab before the field."""

from __future__ import annotations

import ast

from tests.wording.sentences import ROOT

FIELDS = {
    *("text_input", "text_area", "number_input", "selectbox", "multiselect", "radio"),
    *("date_input", "time_input", "datetime_input", "file_uploader"),
}


def hidden_hints(source: str) -> list[int]:
    """The lines where a field is given a hint as `help`."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return [
        call.lineno
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in FIELDS
        and any(word.arg == "help" for word in call.keywords)
    ]


def test_no_field_hides_its_hint_behind_a_button() -> None:
    files = [path for folder in ("components", "pages") for path in (ROOT / folder).rglob("*.py")]
    found = {
        f"{path.relative_to(ROOT)}:{line}"
        for path in files
        for line in hidden_hints(path.read_text())
    }
    assert found == set()


def test_a_planted_one_is_found() -> None:
    assert hidden_hints(
        'st.text_input("Name", help="Others see it")\nst.button("Go", help="x")'
    ) == [1]
