"""What is true of the files themselves: who imports whom, how long things are, what is left out."""

import ast
import re
import statistics
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CODE = ("app.py", "components", "pages", "services", "demo", "bench")
# Who may be imported by whom, besides one's own folder. Arrows point down only.
MAY_IMPORT = {
    "app.py": {"components", "services"},
    "pages": {"components", "services"},
    "components": {"services"},
    "services": set(),
    "demo": {"services"},
    "bench": {"services", "demo", "app"},
}
LONGEST_MODULE, LONGEST_PAGE, LONGEST_FUNCTION = 300, 80, 40


@cache
def tracked() -> tuple[Path, ...]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    return tuple(path for name in listed if (path := ROOT / name).is_file())


def python_files(*folders: str) -> list[Path]:
    return [
        path
        for path in tracked()
        if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in folders
    ]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def found_in(paths: list[Path], wrong) -> list[str]:
    return [f"{path.relative_to(ROOT)}: {what}" for path in paths for what in wrong(path)]


def test_imports_point_one_way():
    ours = {folder.removesuffix(".py") for folder in CODE}

    def wrong(path):
        own = path.relative_to(ROOT).parts[0]
        allowed = MAY_IMPORT[own] | {own.removesuffix(".py")}
        return [name for name in imports(path) if name.split(".")[0] in ours - allowed]

    start = ROOT / "services" / "start"
    # what starts the server may load the server, and what fills the demo may load the demo
    paths = [path for path in python_files(*CODE) if start not in path.parents]
    assert found_in(paths, wrong) == []


def test_services_never_import_streamlit():
    def wrong(path):
        return [name for name in imports(path) if name.split(".")[0] == "streamlit"]

    assert found_in(python_files("services", "demo"), wrong) == []


def test_only_the_supabase_modules_import_supabase():
    ours = re.compile(r"services/(gateway|identity)/supabase\w*(/\w+)?\.py")
    brought = {"supabase", "postgrest", "supabase_auth", "gotrue", "httpx"}

    def wrong(path):
        if ours.fullmatch(path.relative_to(ROOT).as_posix()):
            return []
        return [name for name in imports(path) if name.split(".")[0] in brought]

    assert found_in(python_files(*CODE), wrong) == []


def test_pages_and_components_never_reach_for_the_database():
    forbidden = ("psycopg", "services.embedded", "services.migrate", "services.gateway.postgres")

    def wrong(path):
        return [name for name in imports(path) if name.startswith(forbidden)]

    assert found_in(python_files("pages", "components"), wrong) == []


def test_no_page_stands_directly_in_pages():
    """Streamlit runs such a file without the frame, and so without asking who is there."""
    assert [path.name for path in tracked() if path.parent == ROOT / "pages"] == []
    assert python_files("pages"), "there are no pages at all"


def test_every_call_names_a_function_of_the_database():
    sql = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "supabase/migrations").glob("*.sql")
    )
    known = set(re.findall(r"create (?:or replace )?function api\.(\w+)", sql))

    def wrong(path):
        for node in ast.walk(tree(path)):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "call"
                and node.args
                and isinstance(node.args[0], ast.Constant)
                and isinstance(node.args[0].value, str)
                and node.args[0].value not in known
            ):
                yield node.args[0].value

    assert known
    assert found_in(python_files("services", "demo", "bench"), wrong) == []


def test_no_statement_changes_every_row():
    """Supabase refuses an UPDATE or DELETE without WHERE; a bare PostgreSQL obeys."""
    from services.migrate.statements import split

    def bodies(text):
        for statement in split(text):
            inside = re.findall(r"\$(\w*)\$(.*?)\$\1\$", statement, re.DOTALL)
            yield from (
                (piece for _, body in inside for piece in split(body)) if inside else [statement]
            )

    def wrong(path):
        for statement in bodies(re.sub(r"--[^\n]*", "", path.read_text(encoding="utf-8"))):
            for piece in re.split(r"(?=\b(?:update|delete from)\s+[a-z_]+\.)", statement):
                if re.match(r"update [a-z_.]+( \w+)? set|delete from", piece) and not re.search(
                    r"\bwhere\b", piece
                ):
                    yield piece[:60]

    assert found_in([path for path in tracked() if path.suffix == ".sql"], wrong) == []


def test_modules_pages_and_functions_are_short():
    def wrong(path):
        lines = path.read_text(encoding="utf-8").count("\n")
        longest = LONGEST_PAGE if path.relative_to(ROOT).parts[0] == "pages" else LONGEST_MODULE
        if lines > longest:
            yield f"{lines} lines (at most {longest})"
        for name, length in functions(path):
            if length > LONGEST_FUNCTION:
                yield f"{name} has {length} lines (at most {LONGEST_FUNCTION})"

    assert found_in(python_files(*CODE), wrong) == []


def test_most_functions_fit_at_a_glance():
    lengths = [length for path in python_files(*CODE) for _, length in functions(path)]
    assert statistics.median(lengths) <= 10


def test_names_say_what_a_thing_is():
    vague = re.compile(r"(utils?|helpers?|managers?|common|misc|stuff)")

    def wrong(path):
        return [
            part for part in path.relative_to(ROOT).with_suffix("").parts if vague.fullmatch(part)
        ]

    assert found_in(list(tracked()), wrong) == []


def test_nothing_names_the_machine_it_was_written_on():
    # in pieces, so that this file does not find itself
    machine = re.compile("|".join([r"/wor" + "k/", r"/roo" + "t/", r"/hom" + r"e/\w+"]))

    def wrong(path):
        if path.suffix in {".png", ".woff2", ".ttf", ".lock", ".ico"}:
            return []
        return machine.findall(path.read_text(encoding="utf-8"))

    assert found_in(list(tracked()), wrong) == []


def test_the_lock_names_no_index_and_every_package_has_a_hash():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    packages = re.findall(r"^[a-z0-9][^\n]*==[^\n]*", lock, re.MULTILINE)
    assert len(packages) > 40
    assert all(package.endswith("\\") for package in packages)


def test_the_lock_holds_every_dependency_and_each_says_why():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    for requirement in wanted:
        name = re.split(r"[^A-Za-z0-9_.-]", requirement)[0].lower()
        assert re.search(rf"^{re.escape(name)}(\[[a-z,]+\])?==", lock, re.MULTILINE), name
        assert re.search(rf'"{re.escape(requirement)}",\s+# \w', text), f"{name} says no why"


def test_the_version_is_the_newest_in_the_changelog():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## (\d+\.\d+\.\d+)", changelog, re.MULTILINE)
    assert newest
    assert newest[1] == project["version"]


@pytest.mark.parametrize("name", ["secrets.toml", ".env"])
def test_no_secret_is_kept_here(name):
    assert [path for path in tracked() if path.name == name] == []
