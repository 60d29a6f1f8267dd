"""Speech: quotations in an article, and the words that name who speaks."""

import re
from dataclasses import dataclass


@dataclass
class Q:
    pieces: tuple
    speaker: object
    verb: object


SAY = r"(?:said|says|added|adds|told|wrote|replied|recalls|recalled|explained|joked|insisted)"


def find_quotations(text):
    out = []
    for p in re.finditer(r"[^\n]+", text):
        s = p[0]
        o = p.start()
        pieces = [
            (m.start(1) + o, m.end(1) + o)
            for m in re.finditer(r"[“\"]([^”\"]+)[”\"]|(?<!\w)[‘']((?:[^’'\n]|[’'](?=\w))+)[’'](?!\w)", s)
            if m[1]
        ]
        pieces += [
            (m.start(2) + o, m.end(2) + o)
            for m in re.finditer(r"[“\"]([^”\"]+)[”\"]|(?<!\w)[‘']((?:[^’'\n]|[’'](?=\w))+)[’'](?!\w)", s)
            if m[2]
        ]
        pieces = [x for x in sorted(pieces) if len(text[x[0] : x[1]].split()) > 3]
        if not pieces:
            continue
        rest = [
            (o if i == 0 else pieces[i - 1][1], pieces[i][0] if i < len(pieces) else p.end())
            for i in range(len(pieces) + 1)
        ]
        sp = vb = None
        for a, b in rest:
            m = re.search(rf"{SAY} ([^,.“\"]+)|([^,.“\"]+?)(?:, [^,]+,)? {SAY}", text[a:b])
            if m:
                g = 1 if m[1] else 2
                sp = (a + m.start(g), a + m.end(g))
                break
        out.append(Q(tuple(pieces), sp, vb))
    return out
