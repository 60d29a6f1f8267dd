"""The table of stored queries: name, title, parameters and tags of each, from their headers."""

from __future__ import annotations

from pathlib import Path

from lfckg.descriptions import ParameterDescription, describe_query
from lfckg.queries import list_queries
from lfckg.workspace import Workspace

__all__ = ["stored_queries_table"]


def stored_queries_table(workspace: Workspace) -> str:
    """Give a Markdown table of a workspace's stored queries, by name; raise QueryError where a header is not true."""
    queries = list_queries(workspace.queries)
    lines = [
        f"{len(queries)} queries.",
        "",
        "| query | what it asks | parameters | tags |",
        "| --- | --- | --- | --- |",
    ]
    for query in queries:
        found = describe_query(query)
        file = Path(query.path).resolve().relative_to(workspace.queries.resolve().parent)
        parameters = ", ".join(_parameter(parameter) for parameter in found.parameters)
        cells = (f"[`{query.name}`](../{file})", found.title, parameters, ", ".join(found.tags))
        lines.append("| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |")
    return "\n".join(lines)


def _parameter(parameter: ParameterDescription) -> str:
    told = [parameter.type, "must be given"] if parameter.default is None else [parameter.type]
    return f"`{parameter.name}` ({', '.join(filter(None, told))})"
