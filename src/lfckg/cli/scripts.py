"""Scripts by which shells ask for completion: those of click, but for values, which they get right too.

click's own scripts end every word, `manager=` too, with a blank, put values into the line of bash without quoting, cut
them at a comma in fish, and take the parts into which bash divides `manager=jurgen-klopp` for words.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    split_arg_string,
)

__all__ = ["SHELLS", "Completion"]

_BASH = """\
%(complete_func)s() {
    local IFS=$'\\n' type value
    COMPREPLY=()
    while IFS=, read -r type value; do
        case $type in
            dir) compopt -o filenames -o dirnames ;;
            file) compopt -o filenames -o default ;;
            plain)
                COMPREPLY+=("$value")
                [[ $value == *[=/:] ]] && compopt -o nospace
                ;;
        esac
    done < <(COMP_LINE="${COMP_LINE:0:COMP_POINT}" COMP_WORD="$2" %(complete_var)s=bash_complete "$1" 2>/dev/null)
}

complete -o nosort -F %(complete_func)s %(prog_name)s
"""

_ZSH = """\
#compdef %(prog_name)s

%(complete_func)s() {
    local type key about
    local -a response whole begun
    (( $+commands[%(prog_name)s] )) || return 1
    response=("${(@f)$(COMP_WORDS="${(pj:\\n:)words}" COMP_CWORD=$((CURRENT - 1)) \\
        %(complete_var)s=zsh_complete %(prog_name)s 2>/dev/null)}")
    for type key about in "${response[@]}"; do
        case $type in
            dir|file)
                [[ $PREFIX == --*=* ]] && compset -P 1 '*='
                if [[ $type == dir ]]; then _path_files -/; else _files; fi
                ;;
            plain)
                if [[ $key == *[=/:] ]]; then begun+=("$key$about"); else whole+=("$key$about"); fi
                ;;
        esac
    done
    (( $#whole )) && _describe -V %(prog_name)s whole -U
    (( $#begun )) && _describe -V %(prog_name)s begun -U -S ''
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    %(complete_func)s "$@"
else
    compdef %(complete_func)s %(prog_name)s
fi
"""

_FISH = """\
function %(complete_func)s
    set -l word (commandline -ct)
    set -lx COMP_WORDS (commandline -opc | string collect)
    set -lx COMP_CWORD "$word"
    set -lx %(complete_var)s fish_complete
    set -l option (string match -r -- '^--[^=]*=' "$word")
    for completion in (%(prog_name)s 2>/dev/null)
        set -l parts (string split -m 1 , -- $completion)
        switch $parts[1]
            case dir
                printf '%%s\\n' "$option"(__fish_complete_directories (string replace -- "$option" '' "$word"))
            case file
                printf '%%s\\n' "$option"(__fish_complete_path (string replace -- "$option" '' "$word"))
            case plain
                printf '%%s\\n' $parts[2]
        end
    end
end

complete --no-files --keep-order --command %(prog_name)s --arguments "(%(complete_func)s)"
"""

# What bash does not take for itself, by the quote that is open.
_SPECIAL = {"": re.compile(r"[^\w%+,./:=@#^-]|^#"), '"': re.compile(r'["\\$`]'), "'": re.compile("'")}
_END = "\0"  # stands where the cursor is: no line has such a character


class Completion(ShellComplete):
    """What our shells have in common: a candidate takes the place of the whole word that was begun."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem[str]]:
        """Give candidates, with `--option=` before each where the word begins so."""
        option = re.match(r"--[^=]*=", incomplete)
        found = super().get_completions(args, incomplete)
        for item in found:
            if option and item.type == "plain":
                item.value = option[0] + item.value
        return found


class _Bash(Completion, BashComplete):
    source_template = _BASH
    _done = _quote = ""

    def get_completion_args(self) -> tuple[list[str], str]:
        """Read the line itself up to the cursor: bash's own words end at each `=` and `:`.

        COMP_WORD is the part of the last word that bash replaces.
        """
        line = os.environ["COMP_LINE"]
        *before, begun = split_arg_string(line + _END)
        begun = begun.removesuffix(_END)
        part = "".join(split_arg_string(os.environ["COMP_WORD"]))
        self._done = begun.removesuffix(part)
        self._quote = _open_quote(line)
        return before[1:], begun

    def format_completion(self, item: CompletionItem[str]) -> str:
        """Give what takes the place of that part, quoted as it is."""
        special = _SPECIAL[self._quote]
        return f"{item.type},{special.sub(_escaped, item.value.removeprefix(self._done))}"


class _Zsh(Completion, ZshComplete):
    source_template = _ZSH

    def get_completion_args(self) -> tuple[list[str], str]:
        """Read the words, a line each."""
        words = os.environ["COMP_WORDS"].split("\n")[: int(os.environ["COMP_CWORD"]) + 1]
        *before, begun = (" ".join(split_arg_string(word)) for word in words)
        return before[1:], begun

    def format_completion(self, item: CompletionItem[str]) -> str:
        """Give three lines, of which the script makes what `_describe` takes."""
        value = item.value.replace("\\", "\\\\").replace(":", "\\:")
        about = f":{item.help}" if item.help else ""
        return f"{item.type}\n{value}\n{about}"


class _Fish(Completion, FishComplete):
    source_template = _FISH

    def get_completion_args(self) -> tuple[list[str], str]:
        """Read the words before the begun one, a line each and without quotes, and that one as it is written."""
        return os.environ["COMP_WORDS"].split("\n")[1:], " ".join(split_arg_string(os.environ["COMP_CWORD"]))


def _open_quote(line: str) -> str:
    """Give the quote that is open at the end of a line, or nothing."""
    from shlex import split  # noqa: PLC0415  only bash pays for it

    for quote in ("", '"', "'"):
        try:
            split(f"{line}{_END}{quote}")
        except ValueError:
            continue
        return quote
    return ""


def _escaped(special: re.Match[str]) -> str:
    return "'\\''" if special[0] == "'" and special.re is _SPECIAL["'"] else f"\\{special[0]}"


SHELLS: Mapping[str, type[Completion]] = {"bash": _Bash, "zsh": _Zsh, "fish": _Fish}
"""The shells that are completed for, by the names that click has for them."""
