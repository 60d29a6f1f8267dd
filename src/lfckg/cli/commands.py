"""The group of all commands."""

from __future__ import annotations

import click

from lfckg import __version__
from lfckg.cli.asking import query, show
from lfckg.cli.comparing import diff
from lfckg.cli.curating import new, validate
from lfckg.cli.drawing import draw
from lfckg.cli.extracting import extract
from lfckg.cli.loading import load
from lfckg.cli.making import build, export
from lfckg.cli.reviewing import review
from lfckg.cli.shell import shell

__all__ = ["cli"]


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog='\b\nA Tab completes what you type, in bash after eval "$(_LFCKG_COMPLETE=bash_source lfckg)";\n'
    "docs/shell-completion.md has the lines for zsh and fish.",
)
@click.version_option(__version__, message="lfckg %(version)s")
def cli() -> None:
    """Football-club news as a knowledge graph in which every fact cites the words it rests on.

    Data, ontology and queries are those of the checkout you stand in, or of the directory that LFCKG_WORKSPACE names;
    what such a directory does not have is the package's own.
    """


for command in (build, diff, draw, export, extract, load, new, query, review, shell, show, validate):
    command.short_help = command.get_short_help_str(limit=1000)  # lists show it whole: click would cut it
    cli.add_command(command)
