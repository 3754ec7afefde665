"""What stands between quotation marks must stand in the article, to the letter."""

import re

from assistant.grounding.evidence import Evidence

_PAIRS = re.compile(r"“([^“”]+)”|\"([^\"]+)\"|«([^«»]+)»|(?<!\w)‘([^‘]+?)’(?!\w)|(?<!\w)'([^']+?)'(?!\w)")
_TYPOGRAPHY = str.maketrans({**dict.fromkeys("‘’`´", "'"), **dict.fromkeys("“”«»", '"'), "–": "-", "—": "-"})
_GAP = re.compile(r"\s*(?:\.\.\.|…|\[[^\]]*\])\s*")


def quotations(text: str) -> list[tuple[int, int]]:
    """The half-open ranges of what is quoted, quotation marks left out."""
    return [match.span(match.lastindex or 0) for match in _PAIRS.finditer(text)]


def check_quotes(statement: str, evidence: Evidence) -> str:
    """Every quotation, letter for letter but for the style of quotation marks, is in a cited sentence."""
    known = _plain(evidence.text)
    for start, end in quotations(statement):
        quoted = statement[start:end]
        place = 0
        for part in filter(None, map(_trimmed, _GAP.split(_plain(quoted)))):
            found = _find(known, part, place)
            if found < 0:
                where = (
                    "the article" if _find(_plain(evidence.article), part, 0) < 0 else "the sentences cited"
                )
                return f"“{quoted}” is not, to the letter, in {where}."
            place = found + len(part)
    return ""


def is_copy(statement: str, evidence: Evidence) -> bool:
    """Whether a statement is one of the cited sentences, letter for letter."""
    return any(_letters(statement) == _letters(sentence.text) for sentence in evidence.cited)


def _letters(text: str) -> str:
    return _plain(text).casefold().rstrip(" .")


def _plain(text: str) -> str:
    return " ".join(text.translate(_TYPOGRAPHY).split())


def _trimmed(part: str) -> str:
    return part.strip(" .,;:!?\"'")


def _find(text: str, part: str, start: int) -> int:
    """Where a part stands as whole words; its first letter may be a capital or not."""
    first = (
        f"[{re.escape(part[0].lower())}{re.escape(part[0].upper())}]"
        if part[0].isalpha()
        else re.escape(part[0])
    )
    match = re.compile(rf"(?<!\w){first}{re.escape(part[1:])}(?!\w)").search(text, start)
    return match.start() if match else -1
