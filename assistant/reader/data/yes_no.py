"""Makes yes/no pairs of claims with evidence."""

import random
import re
from collections import defaultdict
from collections.abc import Sequence

from assistant.reader.data.records import Claim, Pair
from assistant.reader.data.text import STOP_WORDS, Rarity, content_words, sentences
from assistant.reader.data.unanswerable import ENTITY

_BE = "is are was were will can could would should must did does do may might".split()
_HAVE = {"has": "Does", "have": "Do", "had": "Did"}
_PARTICIPLE = re.compile(
    r"(?:\w+e[dn]|been|had|won|made|sold|known|taken|held|become|gone|done|led|sung|set|put|built)$"
)


def yes_no_question(claim: str) -> str | None:
    """`claim` with its first verb moved to the front; None if that is no plain auxiliary.

    "X is a Y." -> "Is X a Y?"; "X has a Y." -> "Does X have a Y?"; "X has won Y." -> "Has X won Y?"
    """
    words = claim.strip().rstrip(".").split()
    for i, word in enumerate(words[:9]):
        if i and (
            words[i - 1].endswith(",") or word.lower() in ("who", "that", "which", "and", "if", "when")
        ):
            return None
        if not i or word not in (*_BE, *_HAVE) or i + 1 >= len(words):
            continue
        subject, rest = words[:i], words[i + 1 :]
        if subject[0].lower() in STOP_WORDS | {
            "some",
            "many",
            "all",
            "people",
            "one",
            "no",
            "two",
            "both",
            "my",
            "our",
        }:
            subject = [subject[0].lower(), *subject[1:]]
        plain = (
            rest[1] if rest[0] in ("not", "never", "always", "also", "only") and len(rest) > 1 else rest[0]
        )
        if word in _HAVE and not _PARTICIPLE.match(plain):
            return " ".join([_HAVE[word], *subject, "have", *rest]) + "?"
        return " ".join([word.capitalize(), *subject, *rest]) + "?"
    return None


def _head(claim: str) -> str:
    match = ENTITY.search(claim)
    return match.group() if match else ""


class YesNo:
    """Makes yes/no pairs from claims; the answer is the whole sentence that decides."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        self._about: dict[str, list[str]] = defaultdict(
            list
        )  # head of the claim -> sentences of its evidence
        for c in claims:
            if head := _head(c.claim):
                self._about[head] += [c.evidence[s:e] for s, e in sentences(c.evidence)]
        self._about = {head: sorted(set(found)) for head, found in self._about.items()}
        self._strangers = [c.evidence for c in claims if 8 < len(c.evidence.split()) < 40]

    def decided(self, c: Claim, rarity: Rarity, rng: random.Random) -> Pair | None:
        """Supported or refuted: the evidence among other sentences about the same thing."""
        question = yes_no_question(c.claim)
        if question is None:
            return None
        own = [c.evidence[s:e] for s, e in sentences(c.evidence)]
        best = max(own, key=lambda s: rarity.overlap(content_words(c.claim), s))
        if len(best.split()) > 60:
            return None
        company = self._company(c, own, rng, rng.choice((0, 1, 2, 2)))
        at = rng.randint(0, len(company))
        passage = " ".join([*company[:at], *own, *company[at:]])
        start = passage.index(best)
        return Pair("yes_no", question, passage, ((start, start + len(best)),))

    def unknown(self, c: Claim, rng: random.Random) -> Pair | None:
        """Not enough evidence as people judged it; or sentences about the same thing only."""
        question = yes_no_question(c.claim)
        if question is None:
            return None
        if c.label == "not_enough":
            return Pair("yes_no_unknown", question, c.evidence, ())
        own = [c.evidence[s:e] for s, e in sentences(c.evidence)]
        rest = content_words(c.claim) - content_words(_head(c.claim))
        found = [s for s in self._company(c, own, rng, 6) if not rest & content_words(s)][
            : rng.choice((2, 3, 3))
        ]
        return Pair("yes_no_unknown", question, " ".join(found), ()) if len(found) > 1 and rest else None

    def _company(self, c: Claim, own: list[str], rng: random.Random, count: int) -> list[str]:
        found = [s for s in self._about.get(_head(c.claim), []) if s not in own and len(s.split()) < 60]
        chosen = rng.sample(found, min(count, len(found)))
        while len(chosen) < min(count, 2) and self._strangers:  # claims of which nothing else is known
            chosen.append(rng.choice(self._strangers))
        return chosen
