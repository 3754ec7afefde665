"""What a question asks for: a fixed reply, a summary, a topic, the article's metadata, or reading.

What orders the assistant to be or to say something asks nothing of the article.

Small talk, summaries and metadata are told by closed vocabularies: all the words of the question that
carry meaning must belong to them. So "Who wrote it?" asks for metadata and "Who wrote the note?" has
to be read for.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz, process

from assistant.documents import Field
from assistant.errors import QuestionError
from assistant.terms import STOP_WORDS, words

MAX_CHARACTERS = 2_000


class Intent(StrEnum):
    """What kind of reply a question wants."""

    SOCIAL = "social"
    SUMMARY = "summary"
    TOPIC = "topic"
    METADATA = "metadata"
    INSTRUCTION = "instruction"
    READ = "read"


class Form(StrEnum):
    """How a question that is to be read for is put."""

    OPEN = "open"
    YES_NO = "yes_no"
    KEYWORDS = "keywords"


@dataclass(frozen=True, slots=True)
class Question:
    """A checked question, without its greeting and polite frame.

    `topic` is set for a topic, `fields` for metadata; `explicit` says that the question names the
    article ("this story", "it"), so that nothing but metadata can answer it.
    """

    text: str
    intent: Intent
    form: Form = Form.OPEN
    topic: str = ""
    fields: tuple[Field, ...] = ()
    explicit: bool = False


def check(text: str) -> str:
    """The question with white space folded.

    Raises:
        QuestionError: it is blank, too long, or holds control characters.
    """
    if len(text) > MAX_CHARACTERS:
        raise QuestionError(
            f"The question has {len(text):,} characters; at most {MAX_CHARACTERS:,} are read. "
            "Ask it in fewer words."
        )
    for place, character in enumerate(text, start=1):
        if unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\r\t":
            raise QuestionError(
                f"The question holds a control character (U+{ord(character):04X} at {place}). "
                "Remove it and ask again."
            )
    folded = " ".join(text.split())
    if not folded:
        raise QuestionError("The question is empty. Ask something about the article.")
    return folded


def understand(text: str) -> Question:
    """Tells what a checked question asks for."""
    rest = _without_greeting(text)
    if not words(rest) or _is_social(words(rest)):
        return Question(text, Intent.SOCIAL)
    bare = _without_frame(rest)
    asked = words(bare)
    if _is_summary(asked):
        return Question(bare, Intent.SUMMARY)
    fields, explicit = _metadata(asked)
    if fields:
        return Question(bare, Intent.METADATA, fields=fields, explicit=explicit)
    if "?" not in bare and _INSTRUCTION.match(bare) and not _ASKS_AFTER.search(bare):
        return Question(bare, Intent.INSTRUCTION)
    topic = _TOPIC.fullmatch(bare.rstrip(" ?!."))
    if topic and set(words(topic["topic"])) - STOP_WORDS:
        return Question(bare, Intent.TOPIC, topic=topic["topic"])
    return Question(bare, Intent.READ, form=form_of(bare))


QUESTION_WORDS = frozenset(
    "who whom whose what which when where why how whats whos wheres whens hows".split()
)
AUXILIARIES = frozenset(
    """is are was were do does did has have had will would can could should may might must am isn't
    aren't wasn't weren't don't doesn't didn't hasn't haven't won't can't""".split()
)


def form_of(text: str) -> Form:
    """How the question is put: with a question word, as yes or no, or as bare keywords."""
    tokens = _without_conjunction(re.findall(r"[\w']+", text.casefold().replace("’", "'")))
    if tokens and tokens[0] in AUXILIARIES:
        return Form.YES_NO
    if any(token.partition("'")[0] in QUESTION_WORDS for token in tokens):
        return Form.OPEN
    return Form.KEYWORDS if len(tokens) <= 6 else Form.OPEN


def _without_conjunction(tokens: Sequence[str]) -> Sequence[str]:
    """Without a leading "and" or "but", if more follows."""
    while len(tokens) > 1 and tokens[0] in ("and", "so", "but", "or"):
        tokens = tokens[1:]
    return tokens


_ASKING = "|".join(sorted(QUESTION_WORDS | {word for word in AUXILIARIES if word.isalpha()}))
_NEXT_QUESTION = re.compile(
    rf",? and (?=(?:(?:by|for|from|in|at|on|to|with) )?(?:{_ASKING})\b)", re.IGNORECASE
)
_LEAST_WORDS = 4


def parts(text: str) -> list[str]:
    """The questions that a question is made of: "When did it open, and how much did it cost?".

    One, the text itself, where a part is too short to be asked alone ("and when?").
    """
    found = [part.strip(" ,?.!") for part in _NEXT_QUESTION.split(text)]
    whole = all(len(words(part)) >= _LEAST_WORDS and form_of(part) is not Form.KEYWORDS for part in found)
    if len(found) == 1 or not whole:
        return [text]
    return [f"{part[:1].upper()}{part[1:]}?" for part in found]


_NUMBERS = {word: n for n, word in enumerate("one two three four five".split(), start=1)}
MAX_WANTED = 5


def wanted(text: str) -> int:
    """How many points or sentences a summary is to have ("in three points"), in [1, MAX_WANTED]."""
    found = re.search(
        r"\b(\d|one|two|three|four|five)(?: \w+)? (?:points?|sentences?|lines?)\b", text.casefold()
    )
    asked = _NUMBERS.get(found[1]) or int(found[1]) if found else MAX_WANTED
    return max(1, min(MAX_WANTED, asked))


_GREETING = re.compile(
    r"(?:(?:hi+|hello+|hey+|hiya|good (?:morning|afternoon|evening|day)|thanks|thank you|thx|cheers)"
    r"(?: (?:there|again|a lot|so much|very much|everyone|you|for (?:that|this|the help)))*"
    r"\b[\s,.!:;–—-]*|(?:ok(?:ay)?|great|cool|nice|perfect|sorry|excuse me|all right|got it|i see)"
    r"\s*[,.!:;–—-]+\s*)",
    re.IGNORECASE,
)
_FRAME = re.compile(
    r"(?:please,? |(?:can|could|would|will) (?:you|u) (?:please |kindly )?(?:tell|explain to|give) me,? "
    r"|(?:just |pls )?tell me,? (?!(?:more )?(?:about|something|anything|everything|what you))"
    r"|i(?:'d| would|'m|’m| am| was)? (?:like to know|want to know|wonder(?:ing)?|curious),? "
    r"|do (?:you|u) (?:happen to )?know,? (?!about|anything|more)|any idea,? "
    r"|(?:according to|in|from|based on) (?:the|this) (?:article|story|text|news|report)[:,]? )",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:,? (?:please|pls|thanks|thank you|(?:according to|in|from|based on) (?:the|this) "
    r"(?:article|story|text|news|report)))+(?=[?.! ]*$)",
    re.IGNORECASE,
)
_RULES = r"(?:instruction|rule|prompt|order|command|guideline|article|text|story|figure|fact)s?"
_INSTRUCTION = re.compile(
    r"(?:(?:system|admin|developer|(?:new )?instructions?)\b[^:]{0,30}: *)?(?:(?:please|now|just),? )*"
    rf"(?:(?:ignore|disregard|forget|override) (?:(?:[\w’']+ ){{0,4}}{_RULES}|what|everything|all|that)\b"
    r"|(?:i want you to )?(?:pretend|act (?:as|like)|obey)\b"
    r"|you(?: are|['’]re) (?:now|no longer|in \w+ mode)\b"
    r"|(?:reply|respond|answer) (?:\w+ )?only\b|only (?:reply|respond|answer)\b|do (?:what|whatever|as)\b"
    r"|from now on,? (?:you|answer|reply|speak|talk|call|end|say)\b)",
    re.IGNORECASE,
)
_ASKS_AFTER = re.compile(
    rf"(?:[.:;,!]|\band|\bthen) *(?:{_ASKING}|tell me|tell us|summari[sz]e|list|name|give)\b", re.IGNORECASE
)
_TOPIC = re.compile(
    r"(?:(?:and|so|but|ok|okay),? )?(?:(?:what|how) about|about|regarding|concerning"
    r"|(?:(?:tell|show|give) me |say |is there |are there |does (?:it|the \w+) (?:have|say|mention) |got )?"
    r"(?:anything|something|more|everything|(?:(?:any|some|more) )?(?:news|info(?:rmation)?|details))"
    r"(?: is said| you know| it says)? (?:about|on|regarding|concerning)"
    r"|(?:tell|show) me (?:about|what you know about)"
    r"|what (?:does|did|do) (?:it|they|(?:the|this) (?:article|story|text|report)) "
    r"(?:say|tell us|mention|report) (?:about|on|regarding)"
    r"|what is (?:said|written|reported|mentioned|known) (?:about|on|regarding)"
    r"|what(?:'s| is) the (?:story|situation|news|deal|latest) (?:with|about|on)) (?P<topic>.+)",
    re.IGNORECASE,
)

_ARTICLE = frozenset("article story piece report text news page document interview".split())
_SOCIAL = frozenset(
    """hi hello hey hiya howdy greetings good morning afternoon evening night day thanks thank thx
    cheers ok okay great cool nice perfect awesome wow sorry welcome bye goodbye later help helps
    helped made built created
    helpful lot lots much job work answer well fine yes no yep nope sure test testing lol haha name bot
    robot human ai assistant chatbot friend going today ask use hows whats see meet talk nothing else all
    useful interesting that's you're i'm im your clear understood""".split()
)
_HOW_ARE_THINGS: tuple[set[str], ...] = ({"hows", "going"}, {"going"}, {"whats"}, {"what's"})
SUMMARY_KEYS = frozenset(
    """summary summarize summarise summarized summarised sum overview gist synopsis recap outline
    rundown tldr nutshell takeaway takeaways highlights essentials""".split()
)
_SUMMARY_POINTS = frozenset("point points idea ideas message facts fact things topic topics".split())
_SUMMARY_WEIGHTS = frozenset("main key central important most major big bullet core".split())
_SUMMARY_EXTRA = frozenset(
    """give write show make provide get create offer short brief briefly quick quickly concise simple
    whole word words sentence sentences line lines paragraph one two three four five tl dr form version
    terms plain
    happened happening going know read minute""".split()
)


def _without_greeting(text: str) -> str:
    while (match := _GREETING.match(text)) and match[0]:
        text = text[match.end() :]
    return text


def _without_frame(text: str) -> str:
    while match := _FRAME.match(text):
        text = text[match.end() :]
    text = _TAIL.sub("", text)
    return text[:1].upper() + text[1:]


_OF_QUESTIONS = frozenset("question questions kind kinds sort sorts".split())


def _is_social(asked: Sequence[str]) -> bool:
    """Small talk only, or a question about the assistant ("what can you do?")."""
    asked = _without_conjunction(asked)
    content = set(asked) - STOP_WORDS
    if not content <= (_SOCIAL | _OF_QUESTIONS if "you" in asked else _SOCIAL):
        return False
    if asked[0] in QUESTION_WORDS | AUXILIARIES:
        return bool({"you", "your", "i"} & set(asked)) or content in _HOW_ARE_THINGS
    return bool(content)


def _is_summary(asked: Sequence[str]) -> bool:
    content = set(asked) - STOP_WORDS - _ARTICLE
    if content & SUMMARY_KEYS or set(asked) >= {"tl", "dr"}:
        return content <= SUMMARY_KEYS | _SUMMARY_EXTRA | _SUMMARY_POINTS | _SUMMARY_WEIGHTS
    if content & _SUMMARY_POINTS and content & _SUMMARY_WEIGHTS:
        return content <= _SUMMARY_EXTRA | _SUMMARY_POINTS | _SUMMARY_WEIGHTS
    if content & {"happened", "happening"}:
        return content <= _SUMMARY_EXTRA and "what" in asked and not _PERSONS & set(asked)
    names_it = bool(_ARTICLE.union(("it", "this")) & set(asked))
    if content & {"explain", "describe"}:
        return names_it and content <= _SUMMARY_EXTRA | {"explain", "describe"}
    return (
        content <= _SUMMARY_EXTRA | {"say"}
        and names_it
        and "what" in asked
        and bool({"about", "say"} & set(asked))
    )


_PERSONS = frozenset("he she they him her them his their those these you your".split())
_NOUNS: dict[Field, frozenset[str]] = {
    Field.TITLE: frozenset("headline headlines title titled headlined".split()),
    Field.EDITORS: frozenset("editor editors editing".split()),
    Field.AUTHORS: frozenset(
        "author authors writer writers reporter reporters journalist journalists byline"
        " correspondent correspondents".split()
    ),
    Field.AGENCY: frozenset(
        "agency source outlet publisher newspaper wire organization organisation service".split()
    ),
    Field.DATE: frozenset("date dated".split()),
    Field.PLACE: frozenset("dateline datelined".split()),
    Field.URL: frozenset("url link website".split()),
    Field.SUBHEADINGS: frozenset(
        "subheading subheadings subhead subheads subtitle subtitles crosshead crossheads".split()
    ),
}
_WRITING = frozenset(
    """wrote write written writing authored reported reporting covered cover contributed contribute worked
    work filed produced""".split()
)
_EDITING = frozenset("edited edit".split())
_PUBLISHING = frozenset(
    "published publish posted printed print released ran run come comes came put produced distributed".split()
)
_VERBS = _WRITING | _EDITING | _PUBLISHING
_FILLERS = frozenset(
    """name names named full list exactly give people person behind original originally city place town
    day year month time credited listed say said called publication press contributors
    magazine""".split()
)


def _metadata(asked: Sequence[str]) -> tuple[tuple[Field, ...], bool]:
    """The fields a question asks for, none if it asks for anything else; whether it is explicit."""
    nouns = frozenset().union(*_NOUNS.values())
    mended = {_mended(word, nouns | _VERBS | _ARTICLE) for word in asked}
    content = mended - STOP_WORDS - _ARTICLE
    explicit = bool(mended & _ARTICLE) or bool(mended & {"it", "this"})
    if not content <= nouns | _VERBS | _FILLERS or mended & _PERSONS:
        return (), explicit
    fields = tuple(field for field, names in _NOUNS.items() if content & names)
    if not fields and content & _VERBS and (explicit or not content - _VERBS):
        fields = _fields_of_verbs(mended, content & _VERBS)
    if not fields and mended & _ARTICLE:
        fields = _fields_of_article(mended)
    return fields, explicit


def _fields_of_article(asked: set[str]) -> tuple[Field, ...]:
    """ "Whose story is it?", "What is the article called?", "Where is this story from?"."""
    if "whose" in asked:
        return (Field.AUTHORS,)
    if asked >= {"what", "called"}:
        return (Field.TITLE,)
    return (Field.AGENCY, Field.PLACE) if asked >= {"where", "from"} else ()


def _fields_of_verbs(asked: set[str], verbs: set[str]) -> tuple[Field, ...]:
    """ "Who published it?", "Which magazine printed it?": the question word decides with the verb."""
    fields = []
    if asked & {"who", "whom"} or (asked & {"which", "what"} and asked & {"publication", "magazine"}):
        fields += [Field.AGENCY] if verbs & (_PUBLISHING - _WRITING) else []
        fields += [Field.AUTHORS] if verbs & _WRITING else []
        fields += [Field.EDITORS] if verbs & _EDITING else []
    if asked & {"when", "day", "year", "month", "time"}:
        fields.append(Field.DATE)
    if asked & {"city", "place", "town"}:
        fields.append(Field.PLACE)
    elif "where" in asked:
        fields.append(Field.AGENCY if verbs & {"come", "comes", "came"} else Field.PLACE)
    return tuple(fields)


def _mended(word: str, known: frozenset[str]) -> str:
    """The word of the vocabulary that a mistyped one stands for."""
    if len(word) < 5 or word in known or word in STOP_WORDS:
        return word
    match = process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=88)
    return match[0] if match and match[0][0] == word[0] else word
