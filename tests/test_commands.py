"""Help of every command, whoever adds one: complete in the docs, with examples that hold."""

from __future__ import annotations

import gzip
import re
import shlex
import shutil
from functools import cache
from itertools import takewhile
from pathlib import Path

import click
import pytest

from lfckg.cli.commands import cli
from lfckg.workspace import find_workspace
from reference.commands import commands_reference, walk_commands
from support import ARTICLES, ROOT, lfckg

PAGE = (ROOT / "docs" / "commands.md").read_text("utf-8")
CONTEXTS = list(walk_commands())
COMMANDS = [context for context in CONTEXTS if not isinstance(context.command, click.Group)]
READING = ("query", "show", "export", "build")  # commands whose examples may run, since they change nothing here


def examples(context: click.Context) -> list[str]:
    """Give the lines below Examples, as help shows them."""
    shown = _help(context.command_path).partition("\n  Examples:\n")[2]
    return [line.strip() for line in shown.partition("\n\n")[0].splitlines()]


@cache
def _help(path: str) -> str:
    return lfckg(*path.split()[1:], "--help").out


def parse(line: str) -> click.Context:
    """Parse a command line as click does; nothing runs. What stands behind a pipe or a redirection is not ours."""
    words = list(takewhile(lambda word: word not in {"|", "<", ">"}, shlex.split(line, comments=True)))
    command: click.Command = cli
    rest = words[1:]
    context = click.Context(cli, info_name="lfckg")
    while isinstance(command, click.Group):
        name, found, rest = command.resolve_command(context, rest)
        assert found
        assert name
        command, context = found, found.make_context(name, rest, parent=context)
    return context


def section(name: str) -> str:
    return PAGE.partition(f"\n## {name}\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize("context", CONTEXTS, ids=lambda context: context.command_path)
def test_the_page_tells_a_command_whole(context: click.Context) -> None:
    told = section(context.command_path)
    assert f"- [`{context.command_path}`](#{context.command_path.replace(' ', '-')}): " in PAGE
    assert f"```text\n{context.command_path} [OPTIONS]" in told
    for param in context.command.get_params(context):
        for name in param.opts if isinstance(param, click.Option) else [str(param.make_metavar(context)).strip("[].")]:
            shown = re.escape(name.replace("|", r"\|"))
            assert re.search(rf"^\| .*`{shown}[ `]", told, re.MULTILINE), name
    if not isinstance(context.command, click.Group):
        assert "```sh\n" + "\n".join(examples(context)) + "\n```" in told


@pytest.mark.parametrize("context", COMMANDS, ids=lambda context: context.command_path)
def test_help_has_examples_that_parse(context: click.Context) -> None:
    lines = examples(context)
    assert len(lines) >= 2
    for line in lines:
        assert line.startswith(context.command_path)
        assert parse(line).command is context.command


@pytest.mark.parametrize("context", COMMANDS, ids=lambda context: context.command_path)
def test_help_tells_what_everything_is(context: click.Context) -> None:
    for param in context.command.get_params(context):
        if isinstance(param, click.Option):
            assert param.help, param.opts
            assert param.help.endswith((".", ")")), param.help
            assert param.is_flag or param.metavar or not isinstance(param.type, click.types.StringParamType), param.opts
    assert context.command.get_short_help_str(limit=1000).endswith(".")


def test_the_list_of_commands_is_not_cut() -> None:
    shown = _help("lfckg")
    assert "..." not in shown.partition("Commands:")[2]
    for context in COMMANDS:
        assert f"\n  {context.command_path.split()[1]} " in shown


@pytest.mark.parametrize(
    "line",
    [
        "lfckg query trophies --nonsense",
        "lfckg query --format pdf",
        "lfckg nonsense",
        "lfckg export --format pdf",
        "lfckg build a",
        "lfckg show a b | c",
    ],
)
def test_an_example_that_is_wrong_does_not_parse(line: str) -> None:
    with pytest.raises(click.UsageError):
        parse(line)


def test_every_command_line_of_the_docs_parses() -> None:
    lines = []
    for path in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        for block in re.findall(r"^```(?:sh|console)\n(.*?)^```", path.read_text("utf-8"), re.MULTILINE | re.DOTALL):
            lines += re.findall(r"^(?:\$ )?(lfckg .*)$", block, re.MULTILINE)
    assert len(lines) > 40
    for line in lines:
        parse(line)


@pytest.mark.parametrize("name", READING)
def test_examples_run(name: str, both: Path) -> None:
    shutil.copytree(ARTICLES, both / "texts")
    triple = b"<http://example.org/a> <http://example.org/b> <http://example.org/c> .\n"
    (both / "other.ttl").write_bytes(triple)
    (both / "archive.nq.gz").write_bytes(gzip.compress(triple))
    (context,) = (context for context in COMMANDS if context.command_path == f"lfckg {name}")
    for line in examples(context):
        if "--endpoint" in line:
            continue  # tests of asking run a service for that
        run = lfckg(*shlex.split(line.partition(" | ")[0])[1:], cwd=both)
        assert run.code == 0, (line, run.err)


def test_examples_of_a_new_article_run_in_their_order(root: Path) -> None:
    (root / "texts").mkdir()
    (root / "texts" / "cup-win.txt").write_text((ARTICLES / "tarnbrook-film.txt").read_text("utf-8"))
    (context,) = (context for context in COMMANDS if context.command_path == "lfckg new")
    for line in examples(context):
        if "--update" not in line:
            (root / "data" / "cup-win.ttl").unlink(missing_ok=True)
        run = lfckg(*shlex.split(line)[1:], cwd=root)
        assert run.code == 0, (line, run.err)


def test_markdown_takes_nothing_for_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    @click.command(help="Draw a<b> | c* to - or --far.\n\n\b\nExamples:\n  lfckg odd a|b\n\n\b\nas it\n  is")
    @click.option("--far", metavar="A|B", default="x", show_default=True, help="Take a|b, or <c>.")
    @click.option("--many", multiple=True, type=click.Choice(["p", "q"]), required=True, help="All.")
    @click.option("--hidden", hidden=True)
    @click.argument("words", nargs=-1)
    def odd() -> None: ...

    monkeypatch.setitem(cli.commands, "odd", odd)
    text = commands_reference(find_workspace(ROOT)).partition("## lfckg odd\n")[2].partition("\n## ")[0]
    assert r"Draw a\<b> | c\* to `-` or `--far`." in text
    assert r"| `--far A\|B` | Take a\|b, or \<c>. Default: `x`. |" in text
    assert "| `--many` | All. One of `p`, `q`. Must be given. May be repeated. |" in text
    assert "| `WORDS` | any number of words; may be left out |" in text
    assert "```sh\nlfckg odd a|b\n```" in text
    assert "```text\nas it\n  is\n```" in text
    assert "hidden" not in text
