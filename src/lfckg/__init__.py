"""Football-club news as a knowledge graph in which every fact cites the words it rests on.

>>> import lfckg
>>> store = lfckg.open_store()
>>> answer = lfckg.run_query(store, lfckg.Query("ask", "ASK { :jurgen-klopp lfc:manages :liverpool-fc }"))
>>> answer.value
True
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lfckg.answers import Answer, Graph, Solutions, Truth, run_query
    from lfckg.article import Article, TextIndex, index_text
    from lfckg.builder import Build, build
    from lfckg.claims import Claim, Mention, Modality, Status
    from lfckg.comparison.changes import Changes
    from lfckg.comparison.comparisons import diff
    from lfckg.comparison.differences import Difference
    from lfckg.comparison.explanations import explain
    from lfckg.comparison.patches import to_update
    from lfckg.compiler import Compiled, Selection, compile_files
    from lfckg.datasets import open_store
    from lfckg.drafts import draft
    from lfckg.drawings.charts import draw_timeline
    from lfckg.drawings.layouts import Drawing, draw
    from lfckg.errors import DataError, InputError, LfckgError, OutputError, Problem, QueryError, ServiceError
    from lfckg.evidence import Span, check_span
    from lfckg.exports import export
    from lfckg.graphs import graph
    from lfckg.loading.loads import Load, load
    from lfckg.queries import Query, find_query, list_queries
    from lfckg.services.credentials import Credentials, find_credentials
    from lfckg.services.endpoints import Endpoint
    from lfckg.texts import TextCheck, check_texts
    from lfckg.things import Thing, find_thing
    from lfckg.updates import Update, update
    from lfckg.validation import Finding, Report, validate
    from lfckg.workspace import Workspace, find_workspace

__version__ = "0.1.0"

__all__ = [
    "Answer",
    "Article",
    "Build",
    "Changes",
    "Claim",
    "Compiled",
    "Credentials",
    "DataError",
    "Difference",
    "Drawing",
    "Endpoint",
    "Finding",
    "Graph",
    "InputError",
    "LfckgError",
    "Load",
    "Mention",
    "Modality",
    "OutputError",
    "Problem",
    "Query",
    "QueryError",
    "Report",
    "Selection",
    "ServiceError",
    "Solutions",
    "Span",
    "Status",
    "TextCheck",
    "TextIndex",
    "Thing",
    "Truth",
    "Update",
    "Workspace",
    "build",
    "check_span",
    "check_texts",
    "compile_files",
    "diff",
    "draft",
    "draw",
    "draw_timeline",
    "explain",
    "export",
    "find_credentials",
    "find_query",
    "find_thing",
    "find_workspace",
    "graph",
    "index_text",
    "list_queries",
    "load",
    "open_store",
    "run_query",
    "to_update",
    "update",
    "validate",
]

_MODULES = {
    "answers": ("Answer", "Graph", "Solutions", "Truth", "run_query"),
    "article": ("Article", "TextIndex", "index_text"),
    "builder": ("Build", "build"),
    "comparison.changes": ("Changes",),
    "drawings.charts": ("draw_timeline",),
    "claims": ("Claim", "Mention", "Modality", "Status"),
    "comparison.comparisons": ("diff",),
    "compiler": ("Compiled", "Selection", "compile_files"),
    "services.credentials": ("Credentials", "find_credentials"),
    "datasets": ("open_store",),
    "comparison.differences": ("Difference",),
    "drafts": ("draft",),
    "services.endpoints": ("Endpoint",),
    "errors": ("DataError", "InputError", "LfckgError", "OutputError", "Problem", "QueryError", "ServiceError"),
    "evidence": ("Span", "check_span"),
    "comparison.explanations": ("explain",),
    "exports": ("export",),
    "graphs": ("graph",),
    "loading.loads": ("Load", "load"),
    "comparison.patches": ("to_update",),
    "drawings.layouts": ("Drawing", "draw"),
    "queries": ("Query", "find_query", "list_queries"),
    "texts": ("TextCheck", "check_texts"),
    "things": ("Thing", "find_thing"),
    "updates": ("Update", "update"),
    "validation": ("Finding", "Report", "validate"),
    "workspace": ("Workspace", "find_workspace"),
}
_HOMES = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> object:
    """Load a public name on first use, so that nobody pays for modules that they don't use."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"lfckg.{_HOMES[name]}"), name)
