"""Texts as words and numbers."""

from tensorbrook._src.keras.text.tokenizer import Tokenizer as Tokenizer
from tensorbrook._src.keras.text.tokenizer import (
    tokenizer_from_json as tokenizer_from_json,
)
from tensorbrook._src.keras.text.words import hashing_trick as hashing_trick
from tensorbrook._src.keras.text.words import one_hot as one_hot
from tensorbrook._src.keras.text.words import (
    text_to_word_sequence as text_to_word_sequence,
)
