"""From JSONL data sets to training pairs for the reader: (question, passage, answer spans).

A data folder has `reader/*.jsonl.gz` (questions with checked spans) and `support/*.jsonl.gz`
(claims with evidence). Nothing here is downloaded. What the pairs must look like follows from how
the product reads: windows of about three sentences, many of which do not hold the answer. So most
pairs are windows of one to five sentences, the others paragraphs; and the unanswerable are those
that people wrote, plus made ones:

    removed   the paragraph without its answer sentence
    other     the nearest other paragraph, by shared rare words; of the same article where known
    swap      a name, number or date in the question exchanged; a role reversed; a negation
    detail    a detail such texts often have (age, cost, reaction) asked where there is none
    yes_no_unknown   a claim made a question, asked of evidence that leaves it open

Spans are half-open character offsets into their passage; a pair without spans is unanswerable.
"""

from assistant.reader.data.mix import HELD_OUT_MIX, MIX, Maker
from assistant.reader.data.records import Claim, Pair, Question, Span
from assistant.reader.data.sources import load_claims, load_questions
from assistant.reader.data.splitting import split

__all__ = [
    "HELD_OUT_MIX",
    "MIX",
    "Claim",
    "Maker",
    "Pair",
    "Question",
    "Span",
    "load_claims",
    "load_questions",
    "split",
]
