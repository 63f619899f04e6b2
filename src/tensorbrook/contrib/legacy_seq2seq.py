"""Sequence to sequence models over lists of steps, of `tf.contrib`."""

from tensorbrook._src.compat_v1.contrib.legacy_losses import (
    sequence_loss as sequence_loss,
)
from tensorbrook._src.compat_v1.contrib.legacy_losses import (
    sequence_loss_by_example as sequence_loss_by_example,
)
from tensorbrook._src.compat_v1.contrib.legacy_seq2seq import (
    attention_decoder as attention_decoder,
)
from tensorbrook._src.compat_v1.contrib.legacy_seq2seq import (
    basic_rnn_seq2seq as basic_rnn_seq2seq,
)
from tensorbrook._src.compat_v1.contrib.legacy_seq2seq import (
    embedding_attention_decoder as embedding_attention_decoder,
)
from tensorbrook._src.compat_v1.contrib.legacy_seq2seq import (
    embedding_attention_seq2seq as embedding_attention_seq2seq,
)
from tensorbrook._src.compat_v1.contrib.legacy_seq2seq import (
    embedding_rnn_decoder as embedding_rnn_decoder,
)
from tensorbrook._src.compat_v1.contrib.legacy_seq2seq import (
    embedding_rnn_seq2seq as embedding_rnn_seq2seq,
)
from tensorbrook._src.compat_v1.contrib.legacy_seq2seq import (
    model_with_buckets as model_with_buckets,
)
from tensorbrook._src.compat_v1.contrib.legacy_seq2seq import rnn_decoder as rnn_decoder
from tensorbrook._src.compat_v1.contrib.legacy_seq2seq import (
    tied_rnn_seq2seq as tied_rnn_seq2seq,
)
from tensorbrook._src.compat_v1.contrib.missing import legacy_seq2seq as __getattr__
