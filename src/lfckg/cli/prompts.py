"""The prompt: lines are edited, completed, coloured and remembered by prompt_toolkit."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread

from prompt_toolkit import PromptSession
from prompt_toolkit.auto_suggest import AutoSuggestFromHistory
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.enums import DEFAULT_BUFFER
from prompt_toolkit.filters import has_focus
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.lexers import Lexer
from prompt_toolkit.output import create_output

import lfckg.completion.completions
from lfckg.completion.lexer import tokens_of

__all__ = ["Prompt", "history_file"]

_PROMPT, _MORE = "lfckg> ", "    -> "
_COLOURS = {
    "comment": "ansibrightblack",
    "text": "ansigreen",
    "unclosed": "ansigreen",
    "iri": "ansiblue",
    "variable": "ansicyan",
    "word": "bold",
}


class Prompt:
    """Reads what is typed: a statement that `is_complete`, or what stands before an empty line.

    `completer` gives the completer of the graph as it is now.
    """

    def __init__(
        self, is_complete: Callable[[str], bool], completer: Callable[[], lfckg.completion.completions.Completer]
    ) -> None:
        self._is_complete, self._completer = is_complete, completer
        self._session: PromptSession[str] = PromptSession(
            _PROMPT,
            multiline=True,
            prompt_continuation=_MORE,
            completer=_Completions(completer),
            complete_in_thread=True,
            lexer=_Colours(),
            history=_history(),
            auto_suggest=AutoSuggestFromHistory(),
            key_bindings=self._keys(),
            enable_suspend=True,
            enable_open_in_editor=True,
            tempfile_suffix=".rq",
            # An answer may go elsewhere; the prompt never goes with it.
            output=None if sys.stdout.isatty() or not sys.stderr.isatty() else create_output(sys.stderr),
        )

    def begin(self) -> None:
        """Look up beside the prompt what completion will ask for."""
        Thread(target=self._completer().vocabulary.begin, daemon=True).start()

    def read(self) -> str:
        """Read a statement; raise KeyboardInterrupt for Ctrl-C and EOFError for Ctrl-D."""
        return self._session.prompt()

    def _keys(self) -> KeyBindings:
        keys = KeyBindings()
        is_typing = has_focus(DEFAULT_BUFFER)  # and not searching

        @keys.add("enter", filter=is_typing)
        def _enter(event: KeyPressEvent) -> None:
            buffer = event.current_buffer
            if buffer.complete_state and buffer.complete_state.current_completion:
                buffer.complete_state = None  # the completion is taken
            elif self._sends(buffer.document):
                buffer.validate_and_handle()
            else:
                buffer.newline()

        @keys.add("escape", "enter", filter=is_typing)
        def _newline(event: KeyPressEvent) -> None:
            event.current_buffer.newline()

        return keys

    def _sends(self, document: Document) -> bool:
        """Tell whether Enter sends the text: not from above its last line, nor where more is to come."""
        if document.text_after_cursor.strip() and not document.on_last_line:
            return False
        return not document.current_line.strip() or self._is_complete(document.text.strip())


class _Completions(Completer):
    """Gives our completions to prompt_toolkit."""

    def __init__(self, completer: Callable[[], lfckg.completion.completions.Completer]) -> None:
        self._completer = completer

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        asked = complete_event.completion_requested
        found = self._completer().complete(document.text_before_cursor, document.text_after_cursor, asked=asked)
        for each in found:
            yield Completion(each.text, -each.replaced, display_meta=each.about)


class _Colours(Lexer):
    """Colours SPARQL by its tokens."""

    def lex_document(self, document: Document) -> Callable[[int], StyleAndTextTuples]:
        lines: list[StyleAndTextTuples] = [[]]
        at = 0
        for token in tokens_of(document.text):
            _add(lines, "", document.text[at : token.start])
            _add(lines, _COLOURS.get(token.kind, ""), token.text)
            at = token.end
        _add(lines, "", document.text[at:])
        return lambda number: lines[number] if number < len(lines) else []


def _add(lines: list[StyleAndTextTuples], style: str, text: str) -> None:
    first, *rest = text.split("\n")
    lines[-1].append((style, first))
    lines += [[(style, line)] for line in rest]


class _FileHistory(FileHistory):
    """A history that does without its file where that can't be read or written."""

    def load_history_strings(self) -> Iterator[str]:
        with suppress(OSError):
            yield from super().load_history_strings()

    def store_string(self, string: str) -> None:
        with suppress(OSError):
            super().store_string(string)


def history_file() -> Path:
    """Give the file that what was typed is remembered in; raise RuntimeError where there is no home for it."""
    state = os.environ.get("XDG_STATE_HOME") or ""
    home = Path(state) if Path(state).is_absolute() else Path("~/.local/state").expanduser()
    return home / "lfckg" / "history"


def _history() -> History:
    """Open the history, for the user's eyes only; in memory where it can't be written."""
    try:
        path = history_file()
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600))
    except (OSError, RuntimeError):
        return InMemoryHistory()
    return _FileHistory(str(path))
