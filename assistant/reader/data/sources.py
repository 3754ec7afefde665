"""Reads the JSONL data sets: cleaned of tokenisation, with spans moved along."""

import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from assistant.reader.data.records import Claim, Question, Span
from assistant.reader.data.text import sentences

_READER_FILES = (
    "squad_train_fragments",
    "squad2_train_unanswerable_join",
    "unansq_squad2train_dev_lower",
    "squad_train_number_swap_unanswerable",
    "squad11_dev_articles_not_in_squad2_dev",
    "squadshifts_new_wiki",
    "nq_qed",
    "nq_qed_none_unanswerable",
    "nq_open_oracle",
    "qadiscourse",
    "qamr",
    "qasrl_gs",
    "multispanqa_valid",
    "timeqa_human_windows",
    "quoref_original_subset_20",
    "ester_news",
    "fairytaleqa_spans",
    "narrativeqa_summary_spans",
    "tatqa_text",
    "squadshifts_reddit",
    "squadshifts_amazon_reviews",
    "condaqa_span_and_dontknow",
)
_SUPPORT_FILES = (
    "fever_dev_evidence",
    "fm2_devtest",
    "ling_in_loop_train",
    "ling_in_loop_val",
    "mnli_val_matched",
    "snli_test_1000",
)
_TOPIC_TITLES = ("ester_news",)  # their titles name a kind of question, not an article
SENTENCE_SETS = (
    "qamr",
    "qasrl_gs",
    "qadiscourse",
)  # single sentences of known articles, joined again below


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def load_questions(data: Path) -> list[Question]:
    """Every question of the files used, cleaned of tokenisation, with its spans moved along."""
    loaded: list[Question] = []
    for stem in _READER_FILES:
        path = data / "reader" / f"{stem}.jsonl.gz"
        if not path.exists():
            continue
        rows = [_read(stem, row) for row in read_lines(path) if ":wikipedia:" not in (row["title"] or "")]
        loaded += _with_neighbours(rows) if stem in SENTENCE_SETS else rows
    return [q for q in loaded if '""' not in q.question and len(q.question) > 8 and len(q.context) > 20]


def _read(stem: str, row: dict[str, Any]) -> Question:
    spans = [(a["answer_start"], a["answer_start"] + len(a["text"])) for a in row["answers"]]
    if stem == "multispanqa_valid":
        spans = _one_range(row["context"], spans)
    context, spans = tidy(row["context"], spans)
    source = stem
    if stem.startswith(("unansq", "timeqa", "condaqa")):  # both labels in one file: two keys of MIX
        source = stem.split("_", maxsplit=1)[0] + ("_answerable" if spans else "_unanswerable")
    title = "" if stem in _TOPIC_TITLES else row["title"] or ""
    return Question(
        source,
        title,
        context,
        tidy(row["question"], [])[0].strip(),
        _majority_first(context, spans),
    )


def _one_range(context: str, spans: list[Span]) -> list[Span]:
    """Several spans of one sentence become the range over them; otherwise the first stays."""
    low, high = min(s for s, _ in spans), max(e for _, e in spans)
    whole = any(start <= low and high <= end for start, end in sentences(context))
    return [(low, high)] if whole else spans[:1]


def _majority_first(context: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Distinct spans, what most annotators marked first, the shorter of two as common."""
    counts = Counter(spans)
    return tuple(sorted(counts, key=lambda s: (-counts[s], s[1] - s[0], s)))


_TIDY = re.compile(
    r"`` ?|''(?=\s|$)| (?=n't\b)| (?='(?:s|re|ve|ll|d|m)\b)| (?=[,.;:?!%)](?:\s|$))|(?<=\() | -- "
)
_TIDY_TO = {"``": '"', "`` ": '"', "''": '"', " -- ": " – "}


def tidy(text: str, spans: Iterable[Span]) -> tuple[str, list[Span]]:
    """Undo pre-tokenised spacing and quotes in `text`, and move `spans` along exactly."""
    parts: list[str] = []
    moved = [0] * (len(text) + 1)  # old offset -> new offset
    old = new = 0
    for match in _TIDY.finditer(text):
        start, end = match.span()
        put = _TIDY_TO.get(match.group(), "")
        for i in range(old, start + 1):
            moved[i] = new + i - old
        new += start - old
        for i in range(start + 1, end):
            moved[i] = new + len(put)
        parts += [text[old:start], put]
        new, old = new + len(put), end
    for i in range(old, len(text) + 1):
        moved[i] = new + i - old
    return "".join(parts) + text[old:], [(moved[s], moved[e]) for s, e in spans]


def _with_neighbours(rows: list[Question]) -> list[Question]:
    """Single sentences get up to two known neighbours on each side, in the article's order."""
    place = {q: tuple(q.title.rsplit(":", 2)) for q in rows}  # article, paragraph, sentence
    articles: dict[str, dict[tuple[int, int], str]] = defaultdict(dict)
    for article, paragraph, sentence in set(place.values()):
        articles[article][int(paragraph), int(sentence)] = ""
    for q, (article, paragraph, sentence) in place.items():
        articles[article][int(paragraph), int(sentence)] = q.context.strip()
    ordered = {article: sorted(found.items()) for article, found in articles.items()}
    joined = []
    for q, (article, paragraph, sentence) in place.items():
        around = ordered[article]
        at = next(i for i, (key, _) in enumerate(around) if key == (int(paragraph), int(sentence)))
        low = max(0, at - 2)
        before = "".join(text + " " for _, text in around[low:at])
        after = "".join(" " + text for _, text in around[at + 1 : at + 3])
        shift = len(before) - (len(q.context) - len(q.context.lstrip()))
        spans = tuple((s + shift, e + shift) for s, e in q.answers)
        joined.append(replace(q, title=article, context=before + q.context.strip() + after, answers=spans))
    return joined


def load_claims(data: Path) -> list[Claim]:
    """Claims with evidence, of the files used; missing files are left out."""
    paths = [data / "support" / f"{stem}.jsonl.gz" for stem in _SUPPORT_FILES]
    rows = (row for path in paths if path.exists() for row in read_lines(path))
    claims = (Claim(r["source"], r["claim"].strip(), r["evidence"].strip(), r["label"]) for r in rows)
    return [c for c in claims if c.evidence[-1:] in '.!?"' and not c.evidence[:1].islower()]
