"""Cutting a migration into statements, as the Supabase CLI records them."""

import re

# A semicolon ends a statement unless one of these holds it.
_TOKEN = re.compile(
    r"""
      (?P<comment> --[^\n]* )
    | (?P<block> /\* )
    | (?P<escape> \b[eE]'(?:[^'\\]|\\.|'')*' )
    | (?P<quote> '(?:[^']|'')*' )
    | (?P<name> "(?:[^"]|"")*" )
    | (?P<dollar> (?<![\w$]) \$(?:[A-Za-z_]\w*)?\$ )
    | (?P<begin> \bbegin\s+atomic\b )
    | (?P<case> \bcase\b )
    | (?P<end> \bend\b )
    | (?P<stop> ; )
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)


def split(text: str) -> list[str]:
    """Return the statements of an SQL text, without their semicolons."""
    found, start, at, depth = [], 0, 0, 0
    while token := _TOKEN.search(text, at):
        kind, at = token.lastgroup, token.end()
        if kind == "dollar":
            at = _after(text, token.group(), at)
        elif kind == "block":
            at = _after_block(text, at)
        elif kind == "begin" or (kind == "case" and depth):
            depth += 1
        elif kind == "end" and depth:
            depth -= 1
        elif kind == "stop" and not depth:
            found.append(text[start : token.start()])
            start = at
    found.append(text[start:])
    return [cut for piece in found if (cut := piece.strip()) and _says_something(cut)]


def _after(text: str, mark: str, at: int) -> int:
    end = text.find(mark, at)
    return len(text) if end < 0 else end + len(mark)


def _after_block(text: str, at: int) -> int:
    """Return where a block comment ends; they nest."""
    depth = 1
    for mark in re.compile(r"/\*|\*/").finditer(text, at):
        depth += 1 if mark.group() == "/*" else -1
        if depth == 0:
            return mark.end()
    return len(text)


def _says_something(piece: str) -> bool:
    return any(line.strip() and not line.strip().startswith("--") for line in piece.splitlines())
