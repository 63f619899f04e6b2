"""Conditional random fields of `tf.contrib`."""

from tensorbrook._src.compat_v1.contrib.crf import crf_binary_score as crf_binary_score
from tensorbrook._src.compat_v1.contrib.crf import crf_decode as crf_decode
from tensorbrook._src.compat_v1.contrib.crf import (
    crf_log_likelihood as crf_log_likelihood,
)
from tensorbrook._src.compat_v1.contrib.crf import crf_log_norm as crf_log_norm
from tensorbrook._src.compat_v1.contrib.crf import (
    crf_sequence_score as crf_sequence_score,
)
from tensorbrook._src.compat_v1.contrib.crf import crf_unary_score as crf_unary_score
from tensorbrook._src.compat_v1.contrib.crf import viterbi_decode as viterbi_decode
from tensorbrook._src.compat_v1.contrib.missing import crf as __getattr__
