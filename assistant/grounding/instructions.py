"""A sentence of the article that speaks to the assistant tells nothing, and nothing rests on it."""

import re

from assistant.grounding.attribution import names_a_source
from assistant.grounding.evidence import Evidence

_TO_THE_ASSISTANT = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:instruction|prompt|rule|above|previous|article)s?\b"
    r"|\b(?:AI|language) (?:model|assistant|system)s?\b.{0,60}\b(?:must|should|shall|answer|reply|say|"
    r"tell|write|print)\b"
    r"|\b(?:system prompt|as an AI|you are (?:now )?an? (?:AI|assistant|chatbot))\b"
    r"|\b(?:assistant|chatbot|model)s?\b[,:]? (?:must|should|shall|please|answer|reply|say|tell|write)\b"
    r"|(?:^|[.!?:;,] |\b(?:to|must|should|shall|please|and|you|always|only) )"
    r"(?:reply|respond|answer) (?:only )?(?:with|that)\b",
    re.IGNORECASE,
)


def check_instructions(statement: str, evidence: Evidence) -> str:
    """A sentence planted to steer whoever reads by machine may be reported, but nothing rests on it."""
    if not names_a_source(statement) and any(_TO_THE_ASSISTANT.search(s.line) for s in evidence.cited):
        return "The sentence cited gives instructions to whoever reads it; it reports nothing."
    return ""
