"""Import what lfckg can't do without, and do nothing."""

import click  # noqa: F401  to import is all
import pyoxigraph  # noqa: F401
