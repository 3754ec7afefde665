"""The generative answerer: a chat model writes cited statements, and the gate settles each of them."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage

from assistant import prompts
from assistant.answer import Citation, Statement, Struck, Turn, Written
from assistant.chat_model import ChatModel
from assistant.citations import Draft, cited, drafts, spoken
from assistant.conversation import is_follow_up
from assistant.documents import Sentence
from assistant.errors import ModelError
from assistant.grounding.gate import Gate
from assistant.indexing import Library

WHOLE = 80
"""Articles of no more sentences together are given to the model whole."""

PASSAGES = 12
"""Of more, the sentences of so many passages."""

TURNS = 3
MAX_STATEMENTS = 12
_MAX_REWRITTEN = 400


@dataclass(frozen=True, slots=True)
class _Reply:
    """A reply as far as it has come: what was made of it, and its text."""

    written: Written
    text: str = ""

    @property
    def in_form(self) -> bool:
        """Whether it cites anything, or says that the article does not say."""
        return any(draft.numbers or draft.not_stated for draft in drafts(spoken(self.text)))

    @property
    def fault(self) -> str:
        """What is wrong with a reply that is not in form."""
        if spoken(self.text).strip():
            return "did not say which sentences it rests on"
        return "ended no line within its limit" if self.written.cut else "was empty"


class GenerativeAnswerer:
    """Answers in the model's words, as far as the articles bear them out."""

    def __init__(self, library: Library, model: ChatModel, gate: Gate) -> None:
        self.name = model.name
        self._library = library
        self._model = model
        self._gate = gate

    def write(self, question: str, article: str | None, history: Sequence[Turn]) -> Iterator[Written]:
        """The answer as it is written; the last one is whole and all settled. Closing it stops the model.

        Raises:
            ModelError: the model failed, or its reply is in no usable form.
        """
        written = Written(question)
        if history and is_follow_up(question):
            for rewritten in self._rewritten(written, history):
                yield (written := rewritten)
        sources = self._sources(written.understood_as, article)
        messages = _messages(written.understood_as, sources)
        reply = _Reply(written)
        for reply in self._replied(messages, written, sources):
            yield reply.written
        if not reply.in_form:
            messages += [AIMessage(reply.text or "…"), HumanMessage(prompts.prompt("repair").substitute())]
            afresh = replace(reply.written, statements=(), struck=(), cut=False)
            for reply in self._replied(messages, afresh, sources):
                yield reply.written
        if not reply.in_form:
            raise ModelError(f"The reply of {self.name!r} {reply.fault}, also when asked again.")

    def _rewritten(self, written: Written, history: Sequence[Turn]) -> Iterator[Written]:
        """The follow-up made standalone by the model; left alone where it writes anything but a question."""
        said = "\n".join(
            f"Reader: {turn.answer.understood_as}\nAssistant: {turn.answer.text}" for turn in history[-TURNS:]
        )
        text = prompts.prompt("rewrite").substitute(
            conversation=said, question=written.understood_as, mark=_mark(said)
        )
        reply = ""
        for piece in self._model.stream([HumanMessage(text)]):
            reply += piece.text
            written = written.counted(piece.tokens)
            yield written
        lines = [line.strip(' "“”*') for line in spoken(reply).split("\n") if line.strip()]
        if len(lines) == 1 and 0 < len(lines[0]) <= _MAX_REWRITTEN and lines[0].endswith("?"):
            yield replace(written, understood_as=lines[0])

    def _replied(
        self, messages: Sequence[BaseMessage], written: Written, sources: Sequence[Sentence]
    ) -> "Iterator[_Reply]":
        """One reply as it comes: whole lines are settled, the last one is shown unchecked.

        Of a reply that was cut the last line is left out: nobody knows what it would have said. What turns
        out to have been thoughts, for some servers give their end alone, is taken back.
        """
        begun, text, settled = written, "", ""
        for piece in self._model.stream(messages):
            text += piece.text
            written = written.counted(piece.tokens)
            if piece.cut:
                written = replace(written, cut=True)
            said = spoken(text)
            if not said.startswith(settled):
                written, settled = replace(begun, tokens=written.tokens, cut=written.cut), ""
            *lines, last = said.removeprefix(settled).split("\n")
            for line in lines:
                written = self._settled(written, line, sources)
                settled += f"{line}\n"
            yield _Reply(self._shown(written, last, sources), text)
        if written.cut:
            said = spoken(text)
            text = said[: said.rfind("\n") + 1]
        for line in spoken(text).removeprefix(settled).split("\n"):
            written = self._settled(written, line, sources)
        yield _Reply(written, text)

    def _settled(self, written: Written, line: str, sources: Sequence[Sentence]) -> Written:
        """With the statements of finished lines checked."""
        for draft in drafts(line):
            if len(written.statements) + len(written.struck) >= MAX_STATEMENTS:
                break
            if draft.not_stated:
                written = replace(written, not_stated=True)
                continue
            verdict = self._gate.check(draft, sources, self._sentences)
            if verdict.stands:
                statement = Statement(draft.text, tuple(map(Citation.of, verdict.sentences)))
                lowest = min(written.support, 1.0 if verdict.support is None else verdict.support)
                written = replace(written, statements=(*written.statements, statement), support=lowest)
            else:
                written = replace(written, struck=(*written.struck, Struck(draft.text, verdict.reason)))
        return written

    def _shown(self, written: Written, line: str, sources: Sequence[Sentence]) -> Written:
        """With the line that is being written as statements not yet settled."""
        unsettled = tuple(_unsettled(draft, sources) for draft in drafts(line) if not draft.not_stated)
        return replace(written, statements=(*written.statements, *unsettled))

    def _sentences(self, article: str) -> Sequence[Sentence]:
        return self._library.document(article).sentences

    def _sources(self, question: str, article: str | None) -> list[Sentence]:
        """What the model is shown: whole articles where they are short, else what retrieval finds."""
        ids = [article] if article else list(self._library.articles())
        if len(ids) <= WHOLE:
            every = [sentence for id_ in ids for sentence in self._sentences(id_)]
            if len(every) <= WHOLE:
                return every
        found = self._library.retriever.retrieve(question, PASSAGES, article)
        places = {(scored.passage.article, index) for scored in found for index in scored.passage.sentences}
        return [self._sentences(id_)[index] for id_, index in sorted(places)]


def _messages(question: str, sources: Sequence[Sentence]) -> list[BaseMessage]:
    lines: list[str] = []
    for number, sentence in enumerate(sources, start=1):
        if number == 1 or sentence.article != sources[number - 2].article:
            lines.append(f"Article {sentence.article}:")
        lines.append(f"[{number}] {' '.join(sentence.text.split())}")
    text = "\n".join(lines)
    return [
        SystemMessage(prompts.prompt("answer").substitute()),
        HumanMessage(
            prompts.prompt("question").substitute(sentences=text, question=question, mark=_mark(text))
        ),
    ]


def _mark(text: str) -> str:
    """A marker that the text between two of it cannot hold, since it is made from all of that text."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _unsettled(draft: Draft, sources: Sequence[Sentence]) -> Statement:
    found, _ = cited(draft.numbers, sources)
    return Statement(draft.text, tuple(map(Citation.of, found)), settled=False)
