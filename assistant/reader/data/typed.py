"""Questions as people type them."""

import random

from assistant.reader.data.text import STOP_WORDS

_FRAMES = (
    "Can you tell me {}",
    "Could you tell me {}",
    "Please tell me {}",
    "I want to know {}",
    "Hi, {}",
    "Do you know {}",
    "According to the article, {}",
    "In the text, {}",
    "{} Thanks",
    "Quick question: {}",
)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def as_typed(question: str, rng: random.Random) -> str:
    """`question` as someone might type it: polite, in keywords, with typos, unpunctuated.

    Every question goes through here, whatever its label, so that its last character tells nothing.
    """
    text = question.strip().rstrip("?. ").strip()
    chance = rng.random()
    if chance < 0.05 and len(kept := [w for w in text.split() if w.lower() not in STOP_WORDS]) >= 2:
        return " ".join(kept)
    if 0.05 <= chance < 0.10:
        text = rng.choice(_FRAMES[:6] * 2 + _FRAMES).replace("{}", text[:1].lower() + text[1:])
    if rng.random() < 0.08:
        text = _typo(text, rng)
    return text if rng.random() < 0.2 else text + "?"


def _typo(text: str, rng: random.Random) -> str:
    words = text.split(" ")
    long = [i for i, w in enumerate(words) if len(w) > 3 and w.isalpha()]
    for i in rng.sample(long, min(len(long), rng.choice((1, 1, 2)))):
        w = words[i]
        at = rng.randrange(1, len(w) - 1)
        words[i] = rng.choice(
            (
                w[:at] + w[at + 1] + w[at] + w[at + 2 :],
                w[:at] + w[at + 1 :],
                w[:at] + w[at] + w[at:],
                w[:at] + rng.choice(_LETTERS) + w[at + 1 :],
            )
        )
    return " ".join(words)
