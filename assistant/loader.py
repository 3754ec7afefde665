"""A plain-text file to an Article: decoding, blocks, and the metadata the text itself states.

The grammar is in corpus/README.md. Nothing is made up: a field that no line states is absent, and
every character of the file stays where it is in `article.text`.
"""

import codecs
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from charset_normalizer import from_bytes

from assistant.agencies import is_acronym, is_agency, is_known_agency
from assistant.documents import Article, Block, Field, Section, Span
from assistant.errors import ArticleError, CorpusError

SUFFIXES = (".txt", ".md")
NOT_ARTICLES = frozenset({"readme"})
MAX_BYTES = 5_000_000

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day|\.)?,? )?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
DATE = (
    rf"(?:{_WEEKDAY}{_MONTH} {_DAY}(?:, \d{{4}})?"
    rf"|{_WEEKDAY}{_DAY} {_MONTH}(?:,? \d{{4}})?"
    r"|\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{4})"
)
_UPPER_PLACE = (
    r"(?:[^\W\d_a-zß]{2}\. )?[^\W\d_a-z][^\W\d_a-zß]{2,}(?:[ /'’.\-]+[^\W\d_a-zß]+){0,4}(?:(?<=\.[A-Z])\.)?"
)
_PLACE = r"[A-Z][\w'’.\-]+(?: [A-Z][\w'’.\-]+){0,2}"
_REGION = r"(?:, (?!" + _MONTH + r")[A-Z][\w.]+(?: [A-Z][\w.]+)?)?"
_AGENCY = r"(?: ?[(/](?P<agency>[^\W\d_][^()\n]{1,39}?)[)/])"
_DASH = r"\s*(?:--|[-–—])\s+"
_DATELINE = re.compile(
    rf"(?P<place>{_UPPER_PLACE}{_REGION}|{_PLACE}, (?:[A-Z]\.){{2,}})"
    rf"(?:,? (?P<date>{DATE}))?{_AGENCY}?{_DASH}"
)
_AGENCY_DATELINE = re.compile(
    rf"(?:(?!{DATE})(?P<place>{_PLACE}{_REGION}),? ?)?(?P<date>{DATE})?{_AGENCY}{_DASH}"
)
_PUBLISHED = re.compile(
    rf"(?:(?:First )?(?:Published|Posted|Updated|Filed|Date)(?: on)?:? )?(?P<date>{DATE})"
    r"(?:(?:,? (?:at )?|T)\d{1,2}[:.]\d{2}.{0,12})?",
    re.IGNORECASE,
)
_NAME = (
    r"[^\W\d_][\w'’.\-]*(?: (?:(?:de|van|von|der|den|la|le|al|bin|di|da|el)\b|[^\W\d_a-z][\w'’.\-]*)){0,4}"
)
_BYLINE = re.compile(
    r"(?:[Bb]y|BY|(?:Words|Story|Written) by):? (?P<names>[A-Z].{1,120}?)"
    rf"(?:(?:,| [|·•–—-]) (?P<date>{DATE})(?:,? .{{0,12}})?)?(?:(?<![JS]r)\.)?"
)
_TIME = re.compile(rf"(?:{_MONTH}|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)(?: \d.*)?")
_ADDRESS = re.compile(r"\b[\w.+-]{1,64}@[\w.-]+|@\w+|https?://\S+")
_TRADES = frozenset(
    """analyst analysts bureau chief columnist columnists contributor contributors correspondent
    correspondents critic critics editor editors freelance journalist journalists photographer photographers
    reporter reporters senior special writer writers""".split()
)
"""A part of a byline with one of these says what somebody is, not who."""
_CREDIT_ROLE = re.compile(
    r"(?P<role>(?:additional |further )?(?:report(?:ing|ed)|writ(?:ing|ten)|compiled|interview"
    r"|edit(?:ing|ed)))(?: and (?P<second>writing|editing|reporting))? by:? ",
    re.IGNORECASE,
)
_CONTRIBUTED = re.compile(
    r"(?:[^.]{2,60} reported from [^.]{2,60}\. )?"
    r"(?:[^.,]{2,60} (?:correspondent|journalist|reporter|writer)s? )?"
    r"(?P<names>[A-Z].{1,300}?),? (?:also )?contributed"
    r"(?: reporting(?: (?:from|in) [A-Z][^.]*)?| (?:reporting )?to this (?:article|piece|report|story))\.?"
)
_ABBREVIATED = re.compile(r"\b(?:(?:[^\W\d_]\.){2,}|(?:Bros|Co|Corp|Inc|[JS]r|Ltd)\.)[\"'”’)*_]*$")
_OPENING = 6
"""What labels a story stands in so many paragraphs of its beginning."""
_KICKERS = frozenset(
    """africa america americas analysis and art arts asia australia books breaking briefing business canada
    climate column comment culture economy editorial education elections entertainment environment europe
    exclusive explained explainer fashion feature features film finance food from health here home
    international interview investigation law latest life lifestyle live local magazine market markets media
    middle east music national nature news obituary opinion our photos politics profile report reports reuters
    review reviews royal science society special sport sports stories story style tech technology the
    theatre today top travel tv uk update us usa weather world""".split()
)
_LIST_ITEM = re.compile(r"(?:[-*•–]|\d{1,2}[.)])\s")
_WITH_NAMES = frozenset("and in for de van von der den la le al bin di da el of the at staff s".split())
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_KEY = r"\w[\w -]*?[ \t]*:"
_ENTRY = re.compile(
    rf"^(?P<indent>[ \t]*)(?P<key>{_KEY})[ \t]*(?:[>|][+-]?[ \t]*(?=\n))?"
    r"(?P<value>(?:(?:\n[ \t]*)*\n(?P=indent)(?:-[ \t].*|[ \t]+\S.*))+"
    rf"|.*(?:\n[ \t]+(?!{_KEY}(?:[ \t]|$))\S.*)*)$",
    re.MULTILINE,
)
"""A key and its value: a line that may go on indented, or what stands deeper, or in a list, below the key."""
_ITEM = re.compile(r"^[ \t]*(?:-[ \t]+(?:name:)?|name:)[ \t]*(?P<value>.+)", re.MULTILINE)
_FRONT_MATTER_FIELDS = {
    "title": Field.TITLE,
    "headline": Field.TITLE,
    "date": Field.DATE,
    "published": Field.DATE,
    "source": Field.AGENCY,
    "agency": Field.AGENCY,
    "publisher": Field.AGENCY,
    "author": Field.AUTHORS,
    "authors": Field.AUTHORS,
    "byline": Field.AUTHORS,
    "editor": Field.EDITORS,
    "editors": Field.EDITORS,
    "place": Field.PLACE,
    "location": Field.PLACE,
    "url": Field.URL,
}


def article_files(corpus: Path) -> list[Path]:
    """The article files of a folder, sorted by name.

    Raises:
        CorpusError: the folder is missing, is no folder, holds no article, or two files of it
            have the same stem.
    """
    if not corpus.is_dir():
        raise CorpusError(
            f"There is no corpus folder at {str(corpus)!r}. Make it and put articles "
            f"({', '.join(SUFFIXES)}) into it, or name another with --corpus."
        )
    try:
        files = sorted(path for path in corpus.iterdir() if _is_article(path))
    except OSError as error:
        raise CorpusError(
            f"The corpus folder {str(corpus)!r} cannot be read ({error.strerror}). "
            "Check that you may read it."
        ) from error
    if not files:
        raise CorpusError(
            f"The corpus folder {str(corpus)!r} holds no article. Put a text file "
            f"({', '.join(SUFFIXES)}) into it."
        )
    for stem, count in Counter(path.stem for path in files).items():
        if count > 1:
            raise CorpusError(
                f"Two files in {str(corpus)!r} are named {stem!r}. An article's id is its "
                "file's stem: rename one of them."
            )
    return files


def _is_article(path: Path) -> bool:
    named = path.suffix.lower() in SUFFIXES and path.stem.lower() not in NOT_ARTICLES
    return named and not path.name.startswith(".") and path.is_file()


def load_article(path: Path) -> Article:
    """Reads one article file.

    Raises:
        ArticleError: the file cannot be read, is too large, binary or undecodable, or holds no text.
    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise ArticleError(
                f"{str(path)!r} has {size:,} bytes, more than the {MAX_BYTES:,} an article may "
                "have. Split it into several files."
            )
        data = path.read_bytes()
    except OSError as error:
        raise ArticleError(
            f"{str(path)!r} cannot be read ({error.strerror}). Check that it is there and that "
            "you may read it."
        ) from error
    article = parse_article(path.stem, decode(data, str(path)))
    if not article.blocks:
        raise ArticleError(
            f"{str(path)!r} holds no sentence. Put the article's text below its `---` lines, or remove it."
        )
    return article


def decode(data: bytes, name: str) -> str:
    """The text of a file: UTF-8, or another encoding where it can be told; newlines as `\\n`.

    A byte-order mark is dropped. `name` stands in the error.

    Raises:
        ArticleError: the bytes are empty, binary, or in an encoding that cannot be told.
    """
    encoding = next((found for mark, found in _MARKS if data.startswith(mark)), "utf-8")
    if data.startswith(b"%PDF") or (encoding == "utf-8" and b"\0" in data):
        raise ArticleError(f"{name!r} is a binary file, not text. Save the article as plain text in UTF-8.")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        text = _guessed(data)
        if not text:
            raise ArticleError(
                f"{name!r} is not UTF-8 and its encoding cannot be told (byte {error.start}). "
                "Save it as plain text in UTF-8."
            ) from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise ArticleError(f"{name!r} is empty. Put the article's text into it, or remove it.")
    return text


def _guessed(data: bytes) -> str:
    """The text in an encoding of one byte a character, Windows' western one first; "" if none fits.

    A file that holds more UTF-8 sequences than bytes that break them is damaged UTF-8: no guess is right.
    """
    halves = data.decode("utf-8", errors="replace")
    broken = halves.count("\N{REPLACEMENT CHARACTER}")
    if sum(ord(character) > 127 for character in halves) - broken > broken:
        return ""
    matches = from_bytes(data)
    if any("cp1252" in match.could_be_from_charset for match in matches):
        return data.decode("cp1252", errors="replace")
    best = matches.best()
    return str(best) if best else ""


def parse_article(article_id: str, text: str) -> Article:
    """Recognises blocks and metadata in a normalised text; see corpus/README.md."""
    return _Parser(article_id, text).article()


class _Parser:
    """One pass over the paragraphs of one text."""

    def __init__(self, article_id: str, text: str) -> None:
        self.id = article_id
        self.text = text
        self.blocks: list[Block] = []
        self.metadata: dict[Field, list[Span]] = {}

    def article(self) -> Article:
        body_start = self._front_matter()
        paragraphs = list(_paragraphs(self.text, body_start))
        title = self._find_title(paragraphs)
        story = next((n for n, span in enumerate(paragraphs[:_OPENING]) if self._dateline(span)), 0)
        body_seen = False
        for number, span in enumerate(paragraphs):
            if title == 1 and number == 0 and self._kicker(paragraphs):
                section = Section.SUBHEADING
            elif title is not None and (number < title or (title < number < story and not self._label(span))):
                section = Section.SUMMARY
            elif number == title:
                section = Section.TITLE
                if Field.TITLE not in self.metadata:
                    self._note(Field.TITLE, _without_marks(self.text, span))
            else:
                section = self._section(paragraphs, number, body_seen)
            body_seen = body_seen or section is Section.BODY
            self.blocks.append(Block(section, span))
        metadata = {field: tuple(spans) for field, spans in self.metadata.items()}
        return Article(self.id, self.text, tuple(self.blocks), metadata)

    def _note(self, field: Field, *spans: Span) -> None:
        stated = [span for span in spans if span.of(self.text).strip()]
        if not stated:
            return
        known = self.metadata.setdefault(field, [])
        said = {span.of(self.text).casefold() for span in known}
        known.extend(span for span in stated if span.of(self.text).casefold() not in said)

    def _note_names(self, field: Field, value: Span) -> None:
        """Notes the people of a list of names for `field`, and the agencies among them as such."""
        for name in _names(self.text, value):
            self._note(Field.AGENCY if is_agency(name.of(self.text)) else field, name)

    def _front_matter(self) -> int:
        """Takes in a leading `---` block; returns the offset at which the rest begins."""
        match = re.match(r"\s*---[ \t]*\n(?P<lines>(?:[^\n]*\n)*?)---[ \t]*(?:\n|$)", self.text)
        if match is None or _ENTRY.sub("", match["lines"]).strip():
            return 0
        for entry in _ENTRY.finditer(self.text, match.start("lines"), match.end("lines")):
            if not entry["value"].strip():
                continue
            self.blocks.append(Block(Section.FRONT_MATTER, _trim(self.text, *entry.span())))
            field = _FRONT_MATTER_FIELDS.get(entry["key"].rstrip(": \t").lower())
            items = list(_ITEM.finditer(self.text, *entry.span("value")))
            for start, end in [item.span("value") for item in items] or [entry.span("value")]:
                value = _trim(self.text, start, end, "'\"[]")
                if field in (Field.AUTHORS, Field.EDITORS):
                    self._note_names(field, value)
                elif field is not None:
                    self._note(field, value)
        return match.end()

    def _find_title(self, paragraphs: list[Span]) -> int | None:
        """The number of the headline's paragraph.

        It is the first line, or the one under a kicker, or, where an editor's summary comes first, the last
        line before the byline, date line or dateline.
        """
        if not paragraphs:
            return None
        if len(paragraphs) > 1 and self._is_headline(*paragraphs[:2]):
            return int(self._kicker(paragraphs))
        for number, span in enumerate(paragraphs[1:4], start=1):
            following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
            if (
                following is not None
                and self._like_headline(span, stop=_ABBREVIATED.search(span.of(self.text)) is not None)
                and (self._dateline(following) or self._label(following))
            ):
                return number
        return None

    def _kicker(self, paragraphs: Sequence[Span]) -> bool:
        """Whether the first line says what kind of piece the headline under it is of: "WORLD NEWS"."""
        said = re.findall(r"[^\W\d_]+", paragraphs[0].of(self.text).casefold())
        over = bool(said) and set(said) <= _KICKERS and Field.TITLE not in self.metadata
        return over and len(paragraphs) > 2 and self._is_headline(*paragraphs[1:3])

    def _is_headline(self, span: Span, following: Span) -> bool:
        """Whether it reads like a headline; it may end in a full stop where a label or the story follows."""
        labelled = Field.TITLE not in self.metadata and (self._label(following) or self._dateline(following))
        stop = bool(labelled) or _ABBREVIATED.search(span.of(self.text)) is not None
        return self._like_headline(span, stop=stop)

    def _like_headline(self, span: Span, *, stop: bool = False) -> bool:
        line = span.of(self.text)
        if line.startswith("#"):
            return True
        return (
            len(line) <= 160
            and len(line.split()) <= 25
            and line.rstrip("\"'”’)*_")[-1:] not in tuple(":;," if stop else ".:;,")
            and not self._label(span)
            and not self._dateline(span)
            and not _LIST_ITEM.match(line)
            and any(c.isalpha() for c in line)
        )

    def _label(self, span: Span) -> bool:
        """Whether the line is a byline or a date line."""
        line = span.of(self.text)
        return _byline(line) is not None or _PUBLISHED.fullmatch(line) is not None

    def _dateline(self, span: Span) -> re.Match[str] | None:
        """Where and when a story begins; a place alone only before whole sentences, not in a headline."""
        whole = re.search(r"[.!?][\"'”’)*_]*$", span.of(self.text)) is not None
        for pattern in (_DATELINE, _AGENCY_DATELINE):
            match = pattern.match(self.text, span.start, span.end)
            if match is None:
                continue
            place, agency = match["place"], match["agency"]
            if match["date"] or (agency and (place or is_known_agency(agency))):
                return match
            if place and whole and _begins(self.text, match.end()) and not self._is_acronym(place):
                return match
        return None

    def _is_acronym(self, place: str) -> bool:
        """Whether what stands where a place would is an acronym: no place is so written within sentences."""
        large = re.compile(rf"(?<=[a-z,] ){re.escape(place)}\b")
        return place.isalpha() and (is_acronym(place) or large.search(self.text, 0, 20_000) is not None)

    def _section(self, paragraphs: list[Span], number: int, body_seen: bool) -> Section:
        span = paragraphs[number]
        line = span.of(self.text)
        if (not body_seen or self._opens(number, span)) and self._label(span):
            self._take_label(span)
            return Section.BYLINE
        if self._take_credits(span):
            return Section.CREDITS
        dateline = None if body_seen else self._dateline(span)
        if dateline:
            for field in (Field.PLACE, Field.DATE, Field.AGENCY):
                if dateline[field]:
                    self._note(field, Span(*dateline.span(field)))
            return Section.BODY
        follows = number + 1 < len(paragraphs)
        alone = not follows or not self._like_subheading(paragraphs[number + 1])
        before = number == 0 or not self._like_subheading(paragraphs[number - 1])
        between = body_seen and follows and alone and before and self._like_subheading(span)
        if between or line.startswith("#"):
            heading = _without_marks(self.text, span)
            if heading.start < heading.end and (between or re.match("#+ ", line)):
                self._note(Field.SUBHEADINGS, heading)
            return Section.SUBHEADING
        return Section.BODY

    def _opens(self, number: int, span: Span) -> bool:
        """Whether a label may stand here under an introduction: right under another one, or the first that
        names authors and is no date alone, as that may head a part of a chronicle."""
        if self.blocks and self.blocks[-1].section is Section.BYLINE:
            return number < _OPENING
        first = Field.AUTHORS not in self.metadata and re.fullmatch(DATE, span.of(self.text)) is None
        return number < _OPENING and first

    def _like_subheading(self, span: Span) -> bool:
        line = span.of(self.text)
        return self._like_headline(span) and len(line) <= 80 and len(line.split()) <= 10

    def _take_label(self, span: Span) -> None:
        line = span.of(self.text)
        byline = _byline(line)
        if byline:
            first = span.start + len(line) - len(line.lstrip("*_ "))
            names = _trim(self.text, first + byline.start("names"), first + byline.end("names"), "*_")
            self._note_names(Field.AUTHORS, names)
            if byline["date"]:
                self._note(Field.DATE, Span(first + byline.start("date"), first + byline.end("date")))
            return
        published = _PUBLISHED.fullmatch(line)
        if published:
            self._note(
                Field.DATE,
                Span(span.start + published.start("date"), span.start + published.end("date")),
            )

    def _take_credits(self, span: Span) -> bool:
        """Whether the paragraph is a credit line; if so its names are noted."""
        line = span.of(self.text)
        start = len(line) - len(line.lstrip("([*_ "))
        end = len(line.rstrip(")]*_ "))
        contributed = _CONTRIBUTED.fullmatch(line, start, end)
        if contributed and _small(contributed["names"]) <= _WITH_NAMES:
            return self._take_contributors(Span(*(span.start + at for at in contributed.span("names"))))
        roles = list(_CREDIT_ROLE.finditer(line))
        if not roles or roles[0].start() != start:
            return False
        ends = [role.start() for role in roles[1:]] + [len(line)]
        parts = list(zip(roles, ends, strict=True))
        named = [line[role.end() : end] for role, end in parts]
        if not all(name[:1].isupper() and _small(name) <= _WITH_NAMES for name in named):
            return False
        for role, end in parts:
            value = _trim(self.text, span.start + role.end(), span.start + end, ")]*_;.,")
            for verb in filter(None, (role["role"], role["second"])):
                editing = "edit" in verb.lower()
                self._note_names(Field.EDITORS if editing else Field.AUTHORS, value)
        return True

    def _take_contributors(self, value: Span) -> bool:
        """Whether who contributed are people or agencies, not "Norway and Sweden"; people are noted."""
        names = _names(self.text, value)
        known = [is_known_agency(name.of(self.text)) for name in names]
        full = [" " in name.of(self.text) and not is_agency(name.of(self.text)) for name in names]
        if not names or not (known[0] or full[0]):
            return False
        self._note(Field.AUTHORS, *(name for name, person in zip(names, full, strict=True) if person))
        return True


def _paragraphs(text: str, start: int) -> Iterator[Span]:
    """The paragraphs from `start` on: lines, joined where the file is hard-wrapped.

    A file counts as hard-wrapped when no line is longer than 100 characters and most lines that
    another follows directly are at least 60% as long as the longest.
    """
    lines = [Span(*match.span()) for match in re.compile(r"^.*$", re.M).finditer(text, start)]
    longest = max((line.end - line.start for line in lines), default=0)
    long_enough = longest * 0.6
    followed = [
        line.end - line.start
        for line, after in pairwise(lines)
        if line.of(text).strip() and after.of(text).strip()
    ]
    wrapped = (
        40 <= longest <= 100
        and len(followed) >= 3
        and sum(length >= long_enough for length in followed) > len(followed) / 2
    )
    joined: Span | None = None
    for line in lines:
        trimmed = _trim(text, line.start, line.end)
        if trimmed.start == trimmed.end:
            if joined:
                yield joined
            joined = None
            continue
        if joined and _continues(text, joined, trimmed, long_enough if wrapped else None):
            joined = Span(joined.start, trimmed.end)
            continue
        if joined:
            yield joined
        joined = trimmed
    if joined:
        yield joined


def _continues(text: str, before: Span, line: Span, long_enough: float | None) -> bool:
    """Whether `line` goes on with the paragraph `before` in a file wrapped at that width."""
    if long_enough is None or _LIST_ITEM.match(line.of(text)) or line.of(text).startswith("#"):
        return False
    last_line = before.of(text).rsplit("\n", 1)[-1]
    return len(last_line) >= long_enough


def _trim(text: str, start: int, end: int, also: str = "") -> Span:
    """The range without white space, and characters of `also`, at its ends; it may be empty."""
    while start < end and (text[start].isspace() or text[start] in also):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in also):
        end -= 1
    return Span(start, end)


def _begins(text: str, start: int) -> bool:
    """Whether a sentence begins here."""
    return text[start : start + 1].isupper() or text[start : start + 1] in tuple("\"'“‘«(")


def _byline(line: str) -> re.Match[str] | None:
    """A byline: "By" and names, that is no word in lower case but those that go with names and trades.

    A name of one word stands behind "By" and before no full stop: "by Design", "By Nightfall." are none.
    """
    match = _BYLINE.fullmatch(line.strip("*_ "))
    if match is None or len(line) > 140:
        return None
    name, _, behind = match["names"].partition(",")
    surely = " " in name or (match[0][0] != "b" and not match[0].endswith("."))
    named = surely and _small(name) <= _WITH_NAMES and not _TIME.fullmatch(name)
    return match if named and _small(behind) <= _WITH_NAMES | _TRADES else None


def _small(names: str) -> set[str]:
    """The words in lower case."""
    return {word for word in re.findall(r"[^\W\d_]+", _without_addresses(names)) if word[0].islower()}


def _without_addresses(text: str) -> str:
    """The text with blanks for e-mail addresses, handles and links."""
    return _ADDRESS.sub(lambda match: " " * len(match[0]), text)


def _without_marks(text: str, span: Span) -> Span:
    """A heading without Markdown's marks around it."""
    return _trim(text, span.start, span.end, "#*_") if text[span.start] in "#*_" else span


def _names(text: str, value: Span) -> tuple[Span, ...]:
    """The names in a list such as "A, B in Paris and C"."""
    names = []
    for part in re.finditer(r"(?:(?!,| and | & |;|\|).)+", _without_addresses(value.of(text))):
        name = re.match(rf"\s*(?:and )?(?:[Bb]y )?[\"'“‘]?(?P<name>{_NAME})", part[0])
        if name and not _TRADES & set(part[0].casefold().split()):
            start = value.start + part.start() + name.start("name")
            names.append(Span(start, start + len(name["name"])))
    return tuple(names)
