"""What a question asks for: a fixed reply, a summary, a topic, the article's metadata, or reading.

What orders the assistant to be or to say something asks nothing of the article.

Small talk and summaries are told by closed vocabularies, as metadata is: all the words of the question that
carry meaning must belong to them.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from itertools import dropwhile, pairwise

from assistant import metadata
from assistant.documents import Field
from assistant.errors import QuestionError
from assistant.inflection import (
    BE,
    DO,
    HAVE,
    MODALS,
    is_adjective,
    is_base,
    is_gerund,
    is_noun,
    is_participle,
    is_past,
    is_plural,
    is_present,
    lemmas,
)
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

    `topic` is set for a topic; `fields` for metadata; `explicit`, `by_it`, `doubtful` and `shared` for
    metadata and a summary, see `metadata.Asked`.
    """

    text: str
    intent: Intent
    form: Form = Form.OPEN
    topic: str = ""
    fields: tuple[Field, ...] = ()
    explicit: bool = False
    by_it: bool = False
    doubtful: bool = False
    shared: frozenset[str] = frozenset()


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
    bare = _without_frame(rest)
    asked = words(bare)
    if not asked or _is_social(words(rest)) or _is_social(asked):
        return Question(text, Intent.SOCIAL)
    if _is_summary(asked):
        by_it, shared = _meant_instead(asked)
        return Question(bare, Intent.SUMMARY, explicit=not shared, by_it=by_it, shared=shared)
    asked_for = metadata.asked_for(bare)
    if asked_for:
        return Question(bare, Intent.METADATA, **asdict(asked_for))
    if "?" not in bare and _INSTRUCTION.match(bare) and not _ASKS_AFTER.search(bare):
        return Question(bare, Intent.INSTRUCTION)
    topic = _TOPIC.fullmatch(bare.rstrip(" ?!."))
    if topic and set(words(topic["topic"])) - STOP_WORDS:
        return Question(bare, Intent.TOPIC, topic=topic["topic"])
    return Question(bare, Intent.READ, form=form_of(bare))


QUESTION_WORDS = frozenset(
    "who whom whose what which when where why how whats whos wheres whens hows".split()
)
_POSITIVE = BE | HAVE | DO | MODALS
_NEGATIVE = frozenset(
    """isn't aren't wasn't weren't ain't don't doesn't didn't hasn't haven't hadn't won't wouldn't can't
    couldn't shouldn't shan't mightn't mustn't""".split()
)
AUXILIARIES = _POSITIVE | _NEGATIVE | {word.replace("'", "") for word in _NEGATIVE} | {"cannot"}
"""Those with "not" are in it without their apostrophe, too, as `words` gives them and as many type them."""
_PREPOSITIONS = frozenset(
    """of in on at to for from by with without about against after before during between into over under
    near as than that among within since until""".split()
)

ORDERS = frozenset(
    "list name tell give show explain describe summarize summarise quote highlight mention find".split()
)
"""Verbs that a question put as an order begins with."""


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


_ASKING = "|".join(sorted(QUESTION_WORDS | _POSITIVE))
_NEXT_QUESTION = re.compile(
    rf",? and (?=(?:(?:by|for|from|in|at|on|to|with) )?(?:{_ASKING})\b)", re.IGNORECASE
)
_LEAST_WORDS = 4
_DETERMINED = frozenset("a an the this that these those it he she they we you i his her its their".split())


def parts(text: str) -> list[str]:
    """The questions that a question is made of: "When did it open, and how much did it cost?".

    One, the text itself, where a part is too short to be asked alone ("and when?").
    """
    found, begin = [], 0
    for match in _NEXT_QUESTION.finditer(text):
        if _opens_question(text[match.end() :]):
            found.append(text[begin : match.start()])
            begin = match.end()
    found = [part.strip(" ,?.!") for part in (*found, text[begin:])]
    whole = all(len(words(part)) >= _LEAST_WORDS and form_of(part) is not Form.KEYWORDS for part in found)
    if len(found) == 1 or not whole:
        return [text]
    return [f"{part[:1].upper()}{part[1:]}?" for part in found]


_SUBJECTS = frozenset(
    """a an the this that these those there it he she they we you i anyone someone everyone any some every
    each all both no his her its their our my your one more most many much few another other either""".split()
)
_NO_SUBJECTS = frozenset(
    "been being now also not never still already since just only even soon later".split()
)

_NAMED_WORDS = 5
"""So many words may name what is asked for: "which two small coastal towns"."""


def asks_several(text: str) -> bool:
    """Whether a question asks for more than one thing: "Which players ...?", "Who are ...?", "List the ...".

    "Which of the players was ...?", "Did the players who ...?" and "What do the players ...?" do not.
    """
    asked = _without_conjunction(words(text))
    if not asked or asked[0] in AUXILIARIES:
        return False
    if asked[0] in ORDERS and (named := _named(asked[1:], after="the all every me us".split())):
        return is_plural(named[-1])
    place = next((place for place, word in enumerate(asked) if word in QUESTION_WORDS), len(asked))
    asks, following = asked[place : place + 1], asked[place + 1 :]
    be = following[:1] in (["are"], ["were"])
    if asks == ["who"]:
        return following[:1] == ["else"] or (be and not is_gerund(asked[-1]))
    if asks not in (["which"], ["what"]):
        return False
    if be:  # "What are the reasons for it?", not "What were the thieves wearing?"
        named = _named(following[1:], after=("the", "his", "her", "their", "its"))
        return bool(named) and is_plural(named[-1]) and not is_gerund(asked[-1])
    named = _named(following)
    return bool(named) and (is_plural(named[-1]) or _NUMBERS.get(named[-1], 0) > 1)


def _named(asked: Sequence[str], after: Sequence[str] = ()) -> list[str]:
    """The words that name what is asked for, up to a verb, a preposition or a clause; `after` may precede."""
    rest = list(dropwhile(lambda word: word in after, asked))[: _NAMED_WORDS + 1]
    named: list[str] = []
    for word, following in pairwise([*rest, ""]):
        ends = word in AUXILIARIES | _PREPOSITIONS | QUESTION_WORDS | _SUBJECTS - _NUMBERS.keys()
        several = bool(named) and is_plural(named[-1])
        acts = is_present(word) or (several and is_base(word))
        verb = acts and (following in _SUBJECTS or not is_noun(word))
        if ends or verb or (is_past(word) and not is_plural(word)):
            break
        named.append(word)
    return named


def _opens_question(text: str) -> bool:
    """Whether a question opens here: a subject follows the auxiliary, if one is in front.

    "is the bridge safe", "will he go"; not "is now being sued", "has ruled", "will go", "was open to all",
    and not "where he went".
    """
    tokens = re.findall(r"[\w'’]+", text)
    if tokens[0].casefold() in _PREPOSITIONS:
        tokens = tokens[1:]
    if tokens[0].casefold() in QUESTION_WORDS:
        return not _is_statement(tokens)
    auxiliary, after, following = [*tokens, "", "", ""][:3]
    auxiliary = auxiliary.casefold()
    if auxiliary not in _POSITIVE or after[:1].isupper():
        return auxiliary.replace("’", "'") not in _NEGATIVE
    if auxiliary in HAVE and after in ("a", "an", "any", "no", "many", "some", "the"):
        return any(map(is_participle, tokens[3:]))
    if after in _SUBJECTS or after in _NO_SUBJECTS or auxiliary in DO:
        return after not in _NO_SUBJECTS
    if auxiliary in MODALS:
        return not is_base(after)
    describes = bool(lemmas(after)) and (not following or following in _PREPOSITIONS)
    return not (describes or after in _PREPOSITIONS or is_participle(after) or is_gerund(after))


def _is_statement(tokens: Sequence[str]) -> bool:
    """Whether a subject follows the question word with no auxiliary before it: "where he went", "when talks
    began"; not "who met him", "how many people came"."""
    word, *rest = tokens
    word, follows = word.casefold(), [token.casefold() for token in rest if token not in ("else", "exactly")]
    if word in ("when", "where", "why"):
        inserted = follows[:1] and follows[0] in _PREPOSITIONS | {"then", "if", "ever"}
        return not AUXILIARIES.intersection(follows if inserted else follows[:1])
    counts = word in ("which", "what", "whose") or follows[:1] in (["many"], ["much"])
    for token in rest:
        lowered = token.casefold()
        if lowered in _DETERMINED or (token[:1].isupper() and not counts):
            return True
        acts = (counts or word == "who") and (is_past(lowered) or is_present(lowered))
        if acts or lowered in AUXILIARIES | _PREPOSITIONS:
            return False
    return word == "how" and not counts


_NUMBERS = {word: n for n, word in enumerate("one two three four five".split(), start=1)}
MAX_WANTED = 5
_COUNTED = re.compile(
    rf"\b(\d{{1,2}}|{'|'.join(_NUMBERS)})[- ](?:(?!of\b|the\b)\w+[- ]){{0,3}}?"
    r"(?:points?|sentences?|lines?|facts?|ideas?|things|topics|takeaways?|highlights?|essentials|bullets)\b"
)


def wanted(text: str) -> int:
    """How many points or sentences a summary is to have ("three key facts"), in [1, MAX_WANTED]."""
    found = _COUNTED.search(text.casefold())
    asked = _NUMBERS.get(found[1]) or int(found[1]) if found else MAX_WANTED
    return max(1, min(MAX_WANTED, asked))


_GREETING = re.compile(
    r"(?:(?:hi+|hello+|hey+|hiya|good (?:morning|afternoon|evening|day)|thanks|thank you|thx|cheers)"
    r"(?: (?:there|again|a lot|so much|very much|everyone|you|for (?:that|this|today(?!['’])|the help))"
    r"|,? (?:(?:my|dear) )?(?:bot|robot|ai|assistant|chatbot|friend)(?= *(?:[,.!:;]|$)))*"
    r"\b[\s,.!:;–—-]*|(?:ok(?:ay)?|great|cool|nice|good|perfect|awesome|wow|interesting|sorry|excuse me"
    r"|all right|got it|i see)(?:\s*[,.!:;–—]+| -+)\s*)",
    re.IGNORECASE,
)
_PLEASE = "(?:please|pls|plz|kindly)"
_ORDERED = "|".join(sorted(ORDERS - {"summarize", "summarise"}))
_SOURCE = "(?:the|this) (?:article|story|text|news|report)"
_FRAME = re.compile(
    rf"(?:{_PLEASE},? |(?:can|could|would|will) (?:you|u),? (?:{_PLEASE},? )?"
    r"(?:(?:tell|explain to|give|show) (?:me|us),? "
    rf"|(?:{_ORDERED}|say|find out)(?: to (?:me|us))?,? (?=(?:{'|'.join(sorted(QUESTION_WORDS))})\b)"
    rf"|(?=(?:{_ORDERED}|say)\b))"
    r"|(?:just )?tell (?:me|us),? (?!(?:more )?(?:about|something|anything|everything|what you))"
    r"|let (?:me|us) know,? "
    r"|(?:i|we)(?:['’]d| would|['’]m|['’]re| am| are| was)? "
    r"(?:(?:like|love|want|need|have) to (?:know|find out|understand)|wonder(?:ing)?|curious),? "
    r"|do (?:you|u) (?:happen to )?know,? (?!about|anything|something|more|much)|any idea,? "
    rf"|(?:according to|in|from|based on|(?:as )?per) {_SOURCE}[:,]? "
    r"|(?:i|we)(?: have|['’]ve(?: got)?| got) (?:a|one|another) (?:quick |short |simple )?question"
    rf"(?: for you| (?:about|on|regarding) {_SOURCE})?[.:,!] "
    r"|(?:(?:(?:a|one|another|just a) )?(?:quick |short |simple )?question|yes or no)[:,] )",
    re.IGNORECASE,
)
_TAIL = re.compile(
    rf",? (?:please|pls|plz|thanks|thank you|(?:according to|based on|(?:as )?per) {_SOURCE})(?=[?.! ]*$)",
    re.IGNORECASE,
)
_WITHIN = re.compile(rf",? (?:in|from) {_SOURCE}(?=[?.! ]*$)", re.IGNORECASE)
_RULES = r"(?:instruction|rule|prompt|order|command|guideline|article|text|story|figure|fact)s?"
_INSTRUCTION = re.compile(
    r"(?:(?:system|admin|developer|(?:new )?instructions?)\b[^:]{0,30}: *)?(?:(?:please|now|just),? )*"
    rf"(?:(?:ignore|disregard|forget|override) (?:(?:[\w’']+ ){{0,4}}{_RULES}|what|everything|all|that)\b"
    r"|(?:i want you to )?(?:pretend|act (?:as|like)|obey)\b"
    r"|you(?: are|['’]re) (?:now|no longer|in \w+ mode)\b"
    r"|(?:reply|respond|answer) (?:\w+ )?only\b|only (?:reply|respond|answer)\b"
    r"|do (?:what|whatever|as (?:i|you|we|told))\b"
    r"|from now on,? (?:you|answer|reply|speak|talk|call|end|say)\b)",
    re.IGNORECASE,
)
_ASKS_AFTER = re.compile(
    rf"(?:[.:;,!]|\band|\bthen) *(?:{_ASKING}|tell me|tell us|summari[sz]e|list|name|give)\b", re.IGNORECASE
)
_TOPIC = re.compile(
    r"(?:(?:and|so|but|ok|okay),? )?(?:(?:what|how) about|about|regarding|concerning"
    r"|(?:(?:tell|show|give) (?:me|us) |say |is there |are there |does (?:it|the \w+) (?:have|say|mention) "
    r"|got |(?:do (?:you|u) )?(?:know|have) )?"
    r"(?:anything|something|much|more|everything|(?:(?:any|some|more) )?(?:news|info(?:rmation)?|details))"
    r"(?: is said| you know| it says)? (?:about|on|regarding|concerning)"
    r"|(?:tell|show) (?:me|us) (?:about|what you know about)|(?:what )?do (?:you|we|u) know about"
    r"|what (?:does|did|do) (?:it|they|(?:the|this) (?:article|story|text|report)) "
    r"(?:say|tell us|mention|report) (?:about|on|regarding)"
    r"|what is (?:said|written|reported|mentioned|known) (?:about|on|regarding)"
    r"|what(?:'s| is) the (?:story|situation|news|deal|latest) (?:with|about|on)) (?P<topic>.+)",
    re.IGNORECASE,
)

_SOCIAL = frozenset(
    """hi hello hey hiya howdy greetings good thanks thank thx
    cheers ok okay great cool nice perfect awesome wow sorry welcome bye goodbye help helps
    helped helpful lot lots much answer well fine yes no yep nope sure test testing lol haha ask use
    see meet talk nothing else all going hows whats useful interesting im your clear understood""".split()
)
_WISH = re.compile(
    r"\b(?:have )?(?:an? )?(?:good|great|nice|lovely|wonderful|perfect)"
    r" (?:morning|afternoon|evening|night|day)\b(?: today)?"
)
"""A time of day is small talk in a wish: "Good night", "Have a nice day"; not "At night?"."""
_OF_THE_ASSISTANT = frozenset(
    """ai robot human bot name job work friend assistant chatbot made built created question questions
    kind kinds sort sorts morning afternoon evening night day today later""".split()
)
"""Small talk only where it is told of "you": "See you later"."""
_ASKS_LEAVE = re.compile(
    r"(?:what (?:else )?(?:can|could|may|should) i ask(?: you)?(?: about)?|what can i do"
    r"|how (?:can|could|do|should) i (?:ask|use this)|(?:can|could|may) i ask)(?: (?:this|here|now|more))*"
)
"""What is asked of the assistant though no "you" is in it: "Where can I see it?" is not."""
_PRAISE = frozenset("good great nice awesome perfect cool excellent thanks thank".split())
_PRAISED = frozenset("job work bot robot assistant chatbot".split())
_HOW_ARE_THINGS = re.compile(r"hows? (?:(?:is|are) )?(?:it|things|everything) going(?: today)?|whats? up")
SUMMARY_KEYS = frozenset(
    """summary summarize summarise summarized summarised sum overview gist synopsis recap outline
    rundown tldr nutshell takeaway takeaways highlights essentials""".split()
)
"""Words that mean a summary wherever they stand."""
_SUMMARY_POINTS = frozenset("point points idea ideas message facts fact things topic topics".split())
_SUMMARY_WEIGHTS = frozenset("main key central important most major big bullet core top".split())
_SUMMARY_EXTRA = frozenset(
    """give write show make provide get create offer short brief briefly quick quickly concise simple
    whole full complete entire detailed everything word words sentence sentences line lines paragraph
    paragraphs one two three four five tl dr form version terms plain happened happening going know read
    minute pls plz u""".split()
)
_UNITS = _SUMMARY_POINTS | frozenset(
    "word words sentence sentences line lines paragraph paragraphs takeaways highlights essentials".split()
)
"""What a number before it counts."""
_OTHERS = frozenset("he she they him her them his their".split())
"""Where these are asked about, the article is not summed up."""
_OF_THE_WHOLE = frozenset("what whats is was has had have been just all".split())
_IN_THE_WHOLE = frozenset("in the this a an here now again all".split())
"""What may stand before and behind "happened" where all that is told is meant, not what came next."""
_HAPPENING = re.compile(
    r"(?P<before>.+?) (?:happened|happening|going on)\b ?(?P<after>.*?)"
    r"(?: ?\band(?: (?:when|where|why|how|and))+)?"
)


def _without_greeting(text: str) -> str:
    while (match := _GREETING.match(text)) and match[0]:
        text = text[match.end() :]
    return text


def _without_frame(text: str) -> str:
    while match := _FRAME.match(text):
        text = text[match.end() :]
    text = _without_tail(text)
    return text[:1].upper() + text[1:]


def _without_tail(text: str) -> str:
    """Without "please", "according to the article" at its end, and "in the article" if a question is left."""
    while True:
        shorter = _TAIL.sub("", text)
        within = _WITHIN.search(shorter)
        if within and _is_whole(shorter[: within.start()]):
            shorter = _WITHIN.sub("", shorter)
        if shorter == text:
            return text
        text = shorter


def _is_whole(text: str) -> bool:
    """Whether it asks something: not "Who is", "How many words are", "Is the mayor"."""
    tokens = _without_conjunction(re.findall(r"[\w'’]+", text.casefold().replace("’", "'")))
    if len(tokens) < 3 or tokens[-1] in AUXILIARIES:
        return False
    if tokens[0].removesuffix("n't") not in BE:
        return True
    tells = any(test(tokens[-1]) for test in (is_participle, is_gerund, is_adjective))
    return tells or bool(set(tokens[2:]) & (_PREPOSITIONS - {"of", "that", "as"}))


def _is_social(asked: Sequence[str]) -> bool:
    """Small talk only, or a question about the assistant ("what can you do?")."""
    asked = _without_conjunction(asked)
    if _HOW_ARE_THINGS.fullmatch(" ".join(asked)):
        return True
    asked = _WISH.sub("hello", " ".join(asked)).split()
    content = set(asked) - STOP_WORDS
    addressed = bool({"you", "your"} & set(asked))
    praised = len(content) == 2 and content & _PRAISE and content & _PRAISED
    if not content <= (_SOCIAL | _OF_THE_ASSISTANT if addressed or praised else _SOCIAL):
        return False
    if set(asked) & (QUESTION_WORDS | {"about"}) or asked[0] in AUXILIARIES:
        return addressed or _ASKS_LEAVE.fullmatch(" ".join(asked)) is not None
    return bool(content)


def _is_summary(asked: Sequence[str]) -> bool:
    asked = _without_conjunction(asked)
    orders = ORDERS if asked and asked[0] in ORDERS else frozenset()
    numbers = {word for word in asked if word.isdigit() and len(word) <= 3 and _UNITS & set(asked)}
    content = set(asked) - STOP_WORDS - metadata.ARTICLE - numbers - orders
    amount = "sum" in content and "up" not in asked and asked[0] != "sum"  # "What was the sum?"
    before, after = _around_happening(asked)
    told = after - numbers <= _IN_THE_WHOLE | metadata.ARTICLE | _SUMMARY_EXTRA
    done = re.search(r"\bdo(?:ne)? about\b", " ".join(asked)) is not None
    if amount or not told or done or _OTHERS & set(asked):
        return False
    if content & SUMMARY_KEYS or orders & SUMMARY_KEYS & set(asked) or set(asked) >= {"tl", "dr"}:
        return content <= SUMMARY_KEYS | _SUMMARY_EXTRA | _SUMMARY_POINTS | _SUMMARY_WEIGHTS
    if content & _SUMMARY_POINTS and content & _SUMMARY_WEIGHTS:
        return content <= _SUMMARY_EXTRA | _SUMMARY_POINTS | _SUMMARY_WEIGHTS
    if before:
        asks = asked[0] in ("what", "whats") or (bool(orders) and "what" in before)
        return asks and before <= _OF_THE_WHOLE | orders | _SUMMARY_EXTRA | {"me", "us"}
    named = bool(metadata.ARTICLE.union(("it", "this")) & set(asked))
    if {"explain", "describe"} & set(asked):
        return named and content <= _SUMMARY_EXTRA | {"explain", "describe"}
    about = "what" in asked and bool({"about", "say"} & set(asked))
    spoken = "say" in asked and bool({"i", "we"} & set(asked))
    return named and about and not spoken and content <= _SUMMARY_EXTRA | {"say"}


def _meant_instead(asked: Sequence[str]) -> tuple[bool, frozenset[str]]:
    """Whether a summary may be asked of what "it" is, and the nouns that it may be asked of.

    "What is it about?", "Explain the report"; neither in "Summarize it".
    """
    if SUMMARY_KEYS & set(asked) or not {"explain", "describe", "about", "say"} & set(asked):
        return False, frozenset()
    pronouns = ("it", "this", "that")
    pointing = any(w in pronouns and after not in metadata.ARTICLE for w, after in pairwise([*asked, ""]))
    return pointing, metadata.shared(asked)


def _around_happening(asked: Sequence[str]) -> tuple[set[str], set[str]]:
    """The words before "happened", "happening" or "going on" and those behind it; none where it is not.

    Of "and why", "and when" behind it nothing is told.
    """
    match = _HAPPENING.fullmatch(" ".join(asked))
    return (set(match["before"].split()), set(match["after"].split())) if match else (set(), set())


KEY_WORDS = QUESTION_WORDS | SUMMARY_KEYS | metadata.KEY_WORDS
"""What questions about the article as a whole are told by."""
