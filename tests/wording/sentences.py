"""Every sentence that a person may read on the screen, found in the source."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SCREENS = ("components", "pages", "services/web", "services/letters")
SPOKEN_SCRIPTS = ("services/web/files",)
NOT_SAID = frozenset({"debug", "info", "warning", "error", "exception", "execute", "getLogger"})
# What migrations insert here is read on the screen; other tables name things for the code.
READ_TABLES = ("organisation", "consent_wording", "theme", "retention_rule")
A_WORD = "Robin"  # stands where the screen puts in a name, a day or a number


@dataclass(frozen=True)
class Sentence:
    """One sentence, and where it stands."""

    words: str
    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.words}"


@cache
def on_screen() -> tuple[Sentence, ...]:
    """All of them: pages, components, the plain pages and the wordings that migrations bring."""
    return (*_in_python(), *_in_scripts(), *_in_migrations())


def words_in_source() -> Iterator[tuple[str, str]]:
    """Every string of the screens, down to a single word: (where, words)."""
    for folder in SCREENS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            for line, text in strings(path.read_text(encoding="utf-8")):
                yield f"{path.relative_to(ROOT).as_posix()}:{line}", text
    for sentence in (*_in_scripts(), *_in_migrations()):
        yield f"{sentence.file}:{sentence.line}", sentence.words


def _in_python() -> Iterator[Sentence]:
    for folder in SCREENS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            for line, text in strings(path.read_text(encoding="utf-8")):
                yield from split(text, path.relative_to(ROOT).as_posix(), line)


def _in_scripts() -> Iterator[Sentence]:
    for folder in SPOKEN_SCRIPTS:
        for path in sorted((ROOT / folder).glob("*.js")):
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                for text in re.findall(r'"([A-Z][^"]* [^"]*)"|`([A-Z][^`]* [^`]*)`', line):
                    yield from split("".join(text), path.relative_to(ROOT).as_posix(), number)


def _in_migrations() -> Iterator[Sentence]:
    """Wordings that people read are inserted by the migrations; comments and errors are not read."""
    tables = "|".join(READ_TABLES)
    for path in sorted((ROOT / "supabase" / "migrations").glob("*.sql")):
        sql = path.read_text(encoding="utf-8")
        for insert in re.finditer(
            rf"^insert into portal\.({tables}) .*?;$", sql, re.DOTALL | re.MULTILINE
        ):
            for literal in re.finditer(r"'((?:[^']|'')*)'", insert[0]):
                line = sql.count("\n", 0, insert.start() + literal.start()) + 1
                text = literal[1].replace("''", "'")
                yield from split(text, path.relative_to(ROOT).as_posix(), line)


def strings(source: str) -> Iterator[tuple[int, str]]:
    """What a module's source says in strings: no docstring, no name of a key, no log line."""
    tree = ast.parse(source)
    skipped = {id(node) for found in ast.walk(tree) for node in _not_said(found)}
    inside = {
        id(part)
        for found in ast.walk(tree)
        if isinstance(found, ast.JoinedStr)
        for part in ast.walk(found)
        if part is not found
    }
    for node in ast.walk(tree):
        if id(node) in skipped or id(node) in inside:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value
        elif isinstance(node, ast.JoinedStr):
            yield node.lineno, _written_out(node)


def _not_said(node: ast.AST) -> Iterator[ast.AST]:
    """The strings under a node that nobody reads on a screen."""
    if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        first = node.body[0] if node.body else None
        if isinstance(first, ast.Expr):
            yield first.value
    elif isinstance(node, ast.Raise) or (isinstance(node, ast.Call) and _is_log(node.func)):
        yield from ast.walk(node)
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node.value


def _is_log(called: ast.expr) -> bool:
    return (
        isinstance(called, ast.Attribute)
        and called.attr in NOT_SAID
        and isinstance(called.value, ast.Name)
        and called.value.id in ("log", "logging", "connection")
    )


def _written_out(node: ast.JoinedStr) -> str:
    """An f-string as it may be read."""
    return "".join(
        part.value if isinstance(part, ast.Constant) and isinstance(part.value, str) else A_WORD
        for part in node.values
    )


def split(text: str, file: str, line: int) -> Iterator[Sentence]:
    """The sentences of a text; nothing for what is no sentence: an address, a style, a key."""
    text = re.sub(r"<(a|/a|strong|/strong|span|/span)\b[^>]*>", "", text)  # part of a sentence
    text = re.sub(r"<[^>]+>", " . ", text)  # plain HTML
    text = re.sub(r"\n +(?=[a-z])", " ", text)  # a wrapped line
    text = re.sub(r":material/\w+:|[*_`#]{1,3}|\{[^}]*\}", lambda m: _plain(m[0]), text)
    for piece in re.split(r"(?<=[.?!:])\s+|\n+|\s\.\s", text):
        words = piece.strip(" -·")
        if is_sentence(words):
            yield Sentence(words, file, line)


def _plain(mark: str) -> str:
    return A_WORD if mark.startswith("{") else ""


def is_sentence(words: str) -> bool:
    """Whether people would call it one: it begins like one, and holds three words or more."""
    looks_like_code = re.search(r"[=;{}<>|\\/]|\w_\w|--|\bnone\b.*\bself\b", words)
    begins = re.match(r"[\"'“‘(]?[A-Z0-9]", words)
    return bool(begins) and len(words.split()) >= 3 and not looks_like_code
