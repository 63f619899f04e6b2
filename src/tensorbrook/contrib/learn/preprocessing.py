"""Numbers for the words of documents."""

from tensorbrook._src.compat_v1.contrib.vocabulary import (
    CategoricalVocabulary as CategoricalVocabulary,
)
from tensorbrook._src.compat_v1.contrib.vocabulary import (
    VocabularyProcessor as VocabularyProcessor,
)
from tensorbrook._src.compat_v1.contrib.vocabulary import tokenizer as tokenizer
