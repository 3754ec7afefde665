"""What a question takes for granted, held against the article: does a sentence contradict it, or decide it?

The question is made a claim ("When did NATO approve the plan?" -> "NATO approved the plan."), and the
support model judges it against the sentences nearest to it, and the question itself against those of them
that go against the claim. The weights in calibration.json, fitted by
`python -m evals.calibrate`, say when that is sure enough.
"""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from assistant.claims import claim_of
from assistant.documents import Sentence
from assistant.extractive import Reading
from assistant.grounding.numbers import amounts
from assistant.grounding.polarity import denies, negated
from assistant.opposites import opposed, plain
from assistant.questions import Form, form_of
from assistant.roles import bears_out_post, other_role, other_title
from assistant.selection import Calibration, Candidate, log_odds
from assistant.support.verdict import Judge, Support
from assistant.terms import fold, same_word, terms

CONSIDERED = 4
"""So many sentences are judged, the nearest to the question first."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The sentence that goes most against the claim, and what tells whether it contradicts it."""

    sentence: Sentence
    features: Mapping[str, float]

    def total(self, weights: Mapping[str, float]) -> float:
        """The weighted sum, above 0 where the sentence contradicts the question."""
        return weighted(self.features, weights)


class Corrector:
    """Finds the sentence that contradicts a question, and says yes or no where that is sure."""

    def __init__(self, judge: Judge, calibration: Calibration) -> None:
        self._judge = judge
        self._calibration = calibration

    def verdicts(self, reading: Reading) -> list[Verdict]:
        """The sentences against what a question claims.

        Empty where it claims nothing; where it denies something, which may be told in too many ways; where
        yes and no are equally open; and where nothing goes against it.
        """
        if takes_nothing_for_granted(reading.question):
            return []
        claim = claim_of(reading.question)
        near = sorted(reading.candidates, key=_nearness, reverse=True)[:CONSIDERED]
        if claim is None or not near or denies(claim):
            return []
        stances = self._stances(claim, [c.sentence.text for c in near])
        against = [
            (candidate, found)
            for candidate, found in zip(near, stances, strict=True)
            if goes_against(found) and not may_still_be(claim, candidate.sentence.text)
        ]
        of_question = self._of_question(reading.question, [c.sentence.text for c, _ in against])
        return [
            Verdict(
                candidate.sentence,
                {
                    **found,
                    **asked,
                    "cover": candidate.features["cover"],
                    "similarity": candidate.features["similarity"],
                    "confidence": log_odds(reading.confidence),
                    "bias": 1.0,
                },
            )
            for (candidate, found), asked in zip(against, of_question, strict=True)
        ]

    def contradiction(self, reading: Reading) -> Sentence | None:
        """The sentence that contradicts what a question takes for granted, where that is sure."""
        if otherwise := misplaced(reading):
            return otherwise
        verdict = most_against(self.verdicts(reading), self._calibration.correct)
        if verdict is None or verdict.total(self._calibration.correct) <= 0:
            return None
        return verdict.sentence

    def says_yes(self, reading: Reading) -> bool | None:
        """Whether the first candidate answers a yes/no question with yes; None where that is not sure."""
        found = self.first_stance(reading)
        if found is None:
            return None
        if bears_out_post(claim_of(reading.question) or "", reading.candidates[0].sentence.text):
            return True
        total = weighted(found, self._calibration.polarity)
        return None if abs(total) < self._calibration.sure else total > 0

    def first_stance(self, reading: Reading) -> Mapping[str, float] | None:
        """How the first candidate stands to what is asked; None where the question claims nothing, or leaves
        open which of two things."""
        claim = claim_of(reading.question)
        if claim is None or _EITHER.search(claim):
            return None
        texts = [reading.candidates[0].sentence.text]
        (found,), (asked,) = self._stances(claim, texts), self._of_question(reading.question, texts)
        return {**found, **asked, "agrees": found["supported"] - found["refuted"], "bias": 1.0}

    def _stances(self, claim: str, texts: Sequence[str]) -> list[dict[str, float]]:
        """How each sentence stands to a claim."""
        supports = self._judge.judge([(claim, text) for text in texts])
        return [stance(claim, text, support) for text, support in zip(texts, supports, strict=True)]

    def _of_question(self, question: str, texts: Sequence[str]) -> list[dict[str, float]]:
        """What the judge makes of the question itself: the log odds that each sentence denies it, or what it
        takes for granted, and those of yes rather than no."""
        supports = self._judge.judge([(question, text) for text in texts]) if texts else []
        return [
            {"denied": log_odds(s.refuted), "says": log_odds(s.supported) - log_odds(s.refuted)}
            for s in supports
        ]


def most_against(verdicts: Sequence[Verdict], weights: Mapping[str, float]) -> Verdict | None:
    """The verdict with the greatest sum, the first of equals; None if there is none."""
    return max(verdicts, key=lambda verdict: verdict.total(weights), default=None)


def misplaced(reading: Reading) -> Sentence | None:
    """The sentence by which the person that a question is about has another post than it says."""
    claim, sentences = claim_of(reading.question), [c.sentence for c in reading.candidates]
    otherwise = other_role(claim, sentences) if claim else None
    return otherwise or other_title(reading.question, sentences)


def stance(claim: str, text: str, support: Support) -> dict[str, float]:
    """How a sentence stands to a claim.

    `supported` and `refuted` are logits. `turned` is the share of the claim's meaning-bearing words that the
    sentence denies where the claim affirms them, or the reverse; `opposed` is 1 where it has a word's
    opposite instead; `beside` is the share of the claim's other words in the clause where it does either;
    `unworded` is 1 where no word does either, `number` where the sentence gives numbers, and not the claim's.
    """
    claim, text = plain(claim), plain(" ".join(text.split()))
    said, known = negated(claim, refused=False), negated(text, refused=False)
    claimed = set(terms(claim))
    turned, opposite, beside = 0, False, 0.0
    for word, denied in said:
        same = [(other, other_denied) for other, other_denied in known if same_word(word.stem, other.stem)]
        polarities = {other_denied for _, other_denied in same}
        against = [
            other
            for other, other_denied in known
            if not same and other_denied == denied and opposed(word.stem, other.stem)
        ]
        opposite |= bool(against)
        if same and denied not in polarities:
            turned += 1
            against = [other for other, _ in same]
        if against:
            rest = {term for term in claimed if not same_word(term, word.stem)}
            beside = max(beside, *(_beside(rest, text, other.start) for other in against))
    return {
        "supported": log_odds(support.supported),
        "refuted": log_odds(support.refuted),
        "turned": turned / max(1, len(said)),
        "opposed": float(opposite),
        "beside": beside,
        "unworded": float(turned == 0 and not opposite),
        "number": float(_other_number(claim, text)),
    }


_CUT = re.compile(r"[,:](?!\d)|[;—–()\"“”]|\b(?:but|while|although|though|because|whereas)\b")


def _beside(rest: Set[str], text: str, place: int) -> float:
    """The share of a claim's other words in the clause of `text` at `place`, in [0, 1]; 0.5 of none."""
    begin = max((cut.end() for cut in _CUT.finditer(text, 0, place)), default=0)
    end = next((cut.start() for cut in _CUT.finditer(text, place)), len(text))
    clause = terms(text[begin:end])
    found = sum(any(same_word(term, other) for other in clause) for term in rest)
    return found / len(rest) if rest else 0.5


def _other_number(claim: str, text: str) -> bool:
    """Whether a claim has a number, not as a bound ("over 60"), that a text with numbers does not have."""
    known = [amount for amount in amounts(fold(text)) if not amount.free]
    exact = _BOUND.sub(" ", fold(claim))
    said = [amount for amount in amounts(fold(claim)) if not amount.free and amount.text.strip() in exact]
    return bool(known) and not all(amount.borne_out(known) for amount in said)


def goes_against(stance: Mapping[str, float]) -> bool:
    """Whether anything in a stance speaks against the claim at all."""
    return stance["unworded"] == 0 or stance["refuted"] > 0


def may_still_be(claim: str, text: str) -> bool:
    """Whether a claim is about what will be, and a text only about what is: not yet is not never."""
    return bool(_FUTURE.search(claim)) and not _FUTURE.search(text)


def weighted(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The weighted sum of features, unbounded."""
    return sum(weights.get(name, 0.0) * value for name, value in features.items())


_FUTURE = re.compile(
    r"\b(?:will|would|shall|going to|plans?(?= (?:to|an?|the)\b)|planned|planning|promis\w+|expect\w*|due"
    r"|never|until)\b|\bwo?n['’]t\b|['’]ll\b",
    re.IGNORECASE,
)
_EITHER = re.compile(
    r"\bor (?!(?:more|less|fewer|so|later|earlier|older|younger)\b)"
    r"(?:(?:in|on|at|by|to|for|with|from|of|an?|the|his|her|its|their) ){0,2}"
    r"(?:[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*)*|[\w’'-]+)\.$"
)
"""Two things at the end of a claim: "approved or rejected.", "in Oslo or in Bergen."."""
_BOUND = re.compile(
    r"\b(?:(?:more|less|\w+er) than|over|above|under|below|at (?:least|most)|up to|before|after|since"
    r"|exceed(?:s|ed)?) [$€£¥]?[\w.,]+"
)
_NOMINAL = re.compile(r"\b(?:is|are|was|were) (?:the|an?|his|her|its|their|[\w.’'-]+['’]s?) ", re.IGNORECASE)


def takes_nothing_for_granted(question: str) -> bool:
    """Whether yes and no are equally open: "Was it approved?", but not "Is Rutte NATO's head?"."""
    return form_of(question) is Form.YES_NO and not _NOMINAL.search(claim_of(question) or "")


def _nearness(candidate: Candidate) -> float:
    """How near a sentence is to the question: by its words and by its meaning, in [-1, 2]."""
    return candidate.features["cover"] + candidate.features["similarity"]
