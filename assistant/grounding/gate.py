"""The gate: a statement passes if the sentences it cites bear it out, else it is re-cited or struck.

The exact checks come first, each with a reason a reader understands; the support model has the last word.
What is quoted, counted and named must stand in the article. Where a check of what is said of it fails, only
a sure support model outvotes it: those checks go by words, and truth is told in other words, too.
No check is ever made easier so that something can be cited: re-citing holds a statement against other
sentences by the same checks, and asks more of its words. What copies a cited sentence letter for letter
stands, unless that sentence is planted.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.citations import Draft, cited
from assistant.documents import PROSE, Section, Sentence
from assistant.grounding.attribution import check_attribution
from assistant.grounding.certainty import check_certainty
from assistant.grounding.entities import check_names, check_offices
from assistant.grounding.evidence import Check, Evidence, evidence
from assistant.grounding.instructions import check_instructions
from assistant.grounding.numbers import check_numbers
from assistant.grounding.polarity import check_polarity
from assistant.grounding.quotes import check_quotes, is_copy
from assistant.grounding.roles import check_roles
from assistant.grounding.wording import check_wording, share
from assistant.support.verdict import Judge

VETOES: tuple[Check, ...] = (check_instructions, check_quotes, check_numbers, check_names)
"""The exact checks that nothing outvotes, in the order in which their reasons are told."""

DOUBTS: tuple[Check, ...] = (
    check_offices,
    check_wording,
    check_roles,
    check_polarity,
    check_certainty,
    check_attribution,
)
"""Those that a sure support model outvotes."""

LEAST_SUPPORT = 0.25
"""The share the support model must give to "supported"; chosen on tuning/ and decided/ of the statements."""

LEAST_IN_DOUBT = 0.8
"""The share it must give where one of DOUBTS fails; chosen there, too."""

RECITED_SHARE = 0.8
"""So much of a statement's words must stand in a sentence that the model did not cite, for it to be cited."""

_QUOTABLE = PROSE | {Section.CREDITS, Section.TITLE, Section.BYLINE, Section.FRONT_MATTER}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a statement stands, on which sentences, and if not, why.

    `support` is what the support model gave to "supported", in [0, 1]; None where it was not asked.
    """

    stands: bool
    sentences: tuple[Sentence, ...] = ()
    reason: str = ""
    support: float | None = None


class Gate:
    """Checks statements against the sentences they cite."""

    def __init__(self, judge: Judge | None = None) -> None:
        """Without a judge only the exact checks are made."""
        self._judge = judge

    def check(
        self,
        draft: Draft,
        sources: Sequence[Sentence],
        article_of: Callable[[str], Sequence[Sentence]],
    ) -> Verdict:
        """Checks one statement.

        Args:
            draft: the statement and the numbers it gives, counted from 1.
            sources: the sentences the model was shown, in its numbering.
            article_of: all sentences of an article, by its id.
        """
        found, wrong = cited(draft.numbers, sources)
        if wrong or not found:
            told = f"There is no sentence {wrong[0]}." if wrong else "It cites no sentence."
            verdict = Verdict(False, reason=told)
        else:
            verdict = self._held_against(draft.text, found, article_of)
        if verdict.stands:
            return verdict
        tried = [] if wrong else found
        return self._recited(draft.text, tried, sources, article_of) or verdict

    def _held_against(
        self, text: str, sentences: Sequence[Sentence], article_of: Callable[[str], Sequence[Sentence]]
    ) -> Verdict:
        ids = dict.fromkeys(sentence.article for sentence in sentences)
        held = evidence(sentences, [s for id_ in ids for s in article_of(id_)])
        copied = is_copy(text, held)
        wrong = _first_reason((check_instructions,) if copied else VETOES, text, held)
        if wrong:
            return Verdict(False, reason=wrong)
        doubt = "" if copied else _first_reason(DOUBTS, text, held)
        if self._judge is None:
            return Verdict(False, reason=doubt) if doubt else Verdict(True, held.cited)
        (support,) = self._judge.judge([(text, held.text)])
        least = LEAST_IN_DOUBT if doubt else LEAST_SUPPORT
        if support.supported < least and not copied:
            told = "contradict" if support.refuted > support.not_enough else "do not clearly bear out"
            reason = doubt or f"The sentences cited {told} this."
            return Verdict(False, reason=reason, support=support.supported)
        return Verdict(True, held.cited, support=support.supported)

    def _recited(
        self,
        text: str,
        tried: Sequence[Sentence],
        sources: Sequence[Sentence],
        article_of: Callable[[str], Sequence[Sentence]],
    ) -> Verdict | None:
        """The verdict on the sentence with most of the statement's words, of those that bear it out."""
        near = [
            (share(text, sentence.text), sentence)
            for sentence in sources
            if sentence.section in _QUOTABLE and [sentence] != list(tried)
        ]
        near = [pair for pair in near if pair[0] >= RECITED_SHARE]
        for _, sentence in sorted(near, key=lambda pair: (-pair[0], pair[1].article, pair[1].index)):
            verdict = self._held_against(text, [sentence], article_of)
            if verdict.stands:
                return verdict
        return None


def _first_reason(checks: Sequence[Check], text: str, held: Evidence) -> str:
    """Why the first of the checks that a statement fails strikes it; "" where it passes all."""
    return next((reason for check in checks if (reason := check(text, held))), "")
