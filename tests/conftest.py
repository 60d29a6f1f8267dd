"""Fixtures: workspaces to work on, the reader by rules, and a certificate."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from lfckg.extraction.readers import open_rule_reader
from lfckg.extraction.rules import RuleReader
from lfckg.workspace import Workspace, find_workspace
from support import make_small_workspace, make_workspace, program


@pytest.fixture(autouse=True)
def _no_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in (
        "COLUMNS",
        "LINES",
        "LFCKG_MODEL_KEY",
        "LFCKG_PASSWORD",
        "LFCKG_REVIEWER",
        "LFCKG_TEXTS",
        "LFCKG_TOKEN",
        "LFCKG_USER",
        "LFCKG_WORKSPACE",
        "NETRC",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def own_network(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No netrc, proxies and certificates of the surroundings, and short waits between attempts."""
    from lfckg.services import sessions  # noqa: PLC0415  few tests ask services
    from lfckg.services.connections import BUNDLES  # noqa: PLC0415

    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(sessions, "_FIRST_WAIT", 0.01)
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", *BUNDLES):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The project's data in a place of their own."""
    return make_workspace(tmp_path / "project")


@pytest.fixture
def both(tmp_path: Path) -> Path:
    """The project's data and the article of an invented club."""
    return make_workspace(tmp_path / "project", both=True)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The article of the invented club alone: small, and its text is at hand."""
    return make_small_workspace(tmp_path / "project")


@pytest.fixture
def workspace(both: Path) -> Workspace:
    """The workspace of both articles."""
    return find_workspace(both)


@pytest.fixture(scope="session")
def reader() -> RuleReader:
    """The reader by rules, as the project's files make it; it is opened once, and keeps nothing of what it reads."""
    return open_rule_reader(find_workspace())


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of localhost that nobody trusts, with its key; beside it, as .crt, without."""
    path = tmp_path_factory.mktemp("tls") / "localhost.pem"
    command = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost"
    arguments = [*command.split(), "-keyout", str(path), "-out", str(path.with_suffix(".crt"))]
    subprocess.run([program("openssl"), *arguments], check=True, capture_output=True)
    path.write_text(path.read_text("utf-8") + path.with_suffix(".crt").read_text("utf-8"), "utf-8")
    return path
