"""The commands of the group: usage, text, arguments, options and examples of each, from their own help."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from inspect import cleandoc

import click

from lfckg.cli.commands import cli
from lfckg.workspace import Workspace

__all__ = ["commands_reference", "walk_commands"]

_VERBATIM = "\b\n"  # click's mark for a paragraph that keeps its lines
_EXAMPLES = "Examples:\n"
_WIDTH = 120
_OPTION = re.compile(r"(?<![\w`-])(?:--?[a-z][a-z0-9-]*|-(?=[\s.,;)]|$))")


def walk_commands(
    command: click.Command = cli, name: str = "lfckg", parent: click.Context | None = None
) -> Iterator[click.Context]:
    """Give a context for a command, which knows its whole name, and for each below it by name; no hidden ones."""
    context = click.Context(command, parent=parent, info_name=name, **command.context_settings)
    yield context
    if isinstance(command, click.Group):
        for below in command.list_commands(context):
            found = command.get_command(context, below)
            if found and not found.hidden:
                yield from walk_commands(found, below, context)


def commands_reference(_: Workspace) -> str:
    """Give Markdown: a table of contents, and a section for the group and each of its commands."""
    contexts = list(walk_commands())
    contents = [
        f"- [`{context.command_path}`](#{context.command_path.replace(' ', '-')}): "
        f"{_text(context.command.get_short_help_str(limit=1000))}"
        for context in contexts
    ]
    return "\n\n".join(["\n".join(contents), *(_section(context) for context in contexts)])


def _section(context: click.Context) -> str:
    command = context.command
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    blocks = [f"## {context.command_path}", f"```text\n{usage}\n```"]
    paragraphs = cleandoc(command.help or "").split("\n\n")
    examples = [text for text in paragraphs if text.startswith(_VERBATIM + _EXAMPLES)]
    blocks += [_paragraph(text) for text in paragraphs if text and text not in examples]
    parameters = command.get_params(context)
    arguments = [_argument(param, context) for param in parameters if isinstance(param, click.Argument)]
    options = [_option(param, context) for param in parameters if isinstance(param, click.Option) and not param.hidden]
    blocks += [_table("argument", "what it may be", arguments)] if arguments else []
    blocks += [_table("option", "what it does", options)] if options else []
    blocks += [_code(text.removeprefix(_VERBATIM + _EXAMPLES), "sh") for text in examples]
    return "\n\n".join(blocks)


def _paragraph(text: str) -> str:
    if text.startswith(_VERBATIM):
        return _code(text.removeprefix(_VERBATIM), "text")
    return "\n".join(textwrap.wrap(_text(text), _WIDTH, break_long_words=False, break_on_hyphens=False))


def _code(text: str, language: str) -> str:
    return f"```{language}\n{textwrap.dedent(text).strip()}\n```"


def _table(name: str, meaning: str, rows: list[tuple[str, str]]) -> str:
    lines = [f"| {name} | {meaning} |", "| --- | --- |", *(f"| {' | '.join(row)} |" for row in rows)]
    return "\n".join(lines)


def _argument(param: click.Argument, context: click.Context) -> tuple[str, str]:
    kind = "file" if isinstance(param.type, click.Path) else "word"
    number = f"any number of {kind}s" if param.nargs == -1 and "..." in param.make_metavar(context) else f"one {kind}"
    name = re.sub(r"[\[\]]|\.\.\.", "", param.make_metavar(context))
    return _cell(name, is_code=True), number if param.required else f"{number}; may be left out"


def _option(param: click.Option, context: click.Context) -> tuple[str, str]:
    names = [*param.opts, *param.secondary_opts]
    told = [_cell(param.help or "")]
    if isinstance(param.type, click.Choice):
        told.append(f"One of {', '.join(f'`{choice}`' for choice in param.type.choices)}.")
    elif not param.is_flag and not param.count:
        names[-1] += f" {param.make_metavar(context)}"
    record = param.get_help_record(context)
    if record and (default := re.search(r"\[(?:[^\[\]]*; )?default: ([^;\]]+)", record[1])):
        told.append(f"Default: `{default[1]}`.")
    told += ["Must be given."] if param.required else []
    told += ["May be repeated."] if param.multiple and "repeated" not in told[0] else []
    return ", ".join(_cell(name, is_code=True) for name in names), " ".join(filter(None, told))


def _cell(text: str, *, is_code: bool = False) -> str:
    line = " ".join(text.split())
    return (f"`{line}`" if is_code else _text(line)).replace("|", r"\|")


def _text(text: str) -> str:
    """Give a help's text as Markdown: options as code, and nothing that Markdown takes for its own."""
    escaped = re.sub(r"[<*]", lambda match: f"\\{match[0]}", text)
    return _OPTION.sub(lambda match: f"`{match[0]}`", escaped)
