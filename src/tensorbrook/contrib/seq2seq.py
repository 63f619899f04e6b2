"""Sequence to sequence models of `tf.contrib`."""

from tensorbrook._src.compat_v1.contrib.attention import (
    AttentionMechanism as AttentionMechanism,
)
from tensorbrook._src.compat_v1.contrib.attention import (
    AttentionWrapper as AttentionWrapper,
)
from tensorbrook._src.compat_v1.contrib.attention import (
    AttentionWrapperState as AttentionWrapperState,
)
from tensorbrook._src.compat_v1.contrib.attention import (
    BahdanauAttention as BahdanauAttention,
)
from tensorbrook._src.compat_v1.contrib.attention import (
    LuongAttention as LuongAttention,
)
from tensorbrook._src.compat_v1.contrib.attention import tile_batch as tile_batch
from tensorbrook._src.compat_v1.contrib.decoding import BasicDecoder as BasicDecoder
from tensorbrook._src.compat_v1.contrib.decoding import (
    BasicDecoderOutput as BasicDecoderOutput,
)
from tensorbrook._src.compat_v1.contrib.decoding import CustomHelper as CustomHelper
from tensorbrook._src.compat_v1.contrib.decoding import Decoder as Decoder
from tensorbrook._src.compat_v1.contrib.decoding import (
    GreedyEmbeddingHelper as GreedyEmbeddingHelper,
)
from tensorbrook._src.compat_v1.contrib.decoding import Helper as Helper
from tensorbrook._src.compat_v1.contrib.decoding import (
    SampleEmbeddingHelper as SampleEmbeddingHelper,
)
from tensorbrook._src.compat_v1.contrib.decoding import TrainingHelper as TrainingHelper
from tensorbrook._src.compat_v1.contrib.decoding import dynamic_decode as dynamic_decode
from tensorbrook._src.compat_v1.contrib.missing import seq2seq as __getattr__
from tensorbrook._src.compat_v1.contrib.sequence_loss import (
    sequence_loss as sequence_loss,
)
