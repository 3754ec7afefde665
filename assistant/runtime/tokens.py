"""The packaged model's tokenizer, as each way of reading wants it."""

from functools import lru_cache

from tokenizers import Tokenizer

from assistant.weights import minilm_folder


@lru_cache
def tokenizer(max_tokens: int | None = None, stride: int | None = None) -> Tokenizer:
    """A tokenizer that pads nothing; shared by all who want the same, so its settings are not to be changed.

    Args:
        max_tokens: what an encoding holds at most, special tokens included; None: everything.
        stride: for pairs: the second text alone is cut, into windows that overlap by so many tokens.
    """
    made = Tokenizer.from_file(str(minilm_folder() / "tokenizer.json"))
    made.no_padding()
    if max_tokens is None:
        made.no_truncation()
    elif stride is None:
        made.enable_truncation(max_tokens)
    else:
        made.enable_truncation(max_tokens, stride=stride, strategy="only_second")
    return made


def shortened(plain: Tokenizer, text: str, most: int) -> str:
    """The text up to its first `most` tokens; `plain` cuts nothing itself."""
    offsets = plain.encode(text, add_special_tokens=False).offsets
    return text if len(offsets) <= most else text[: offsets[most - 1][1]]
