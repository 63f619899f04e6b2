"""Tensor processing units, as 1.x names them."""

from tensorbrook._src.distribute.tpu.embedding import TPUEmbedding as TPUEmbedding
from tensorbrook._src.distribute.tpu.embedding import (
    TPUEmbeddingForServing as TPUEmbeddingForServing,
)
from tensorbrook._src.distribute.tpu.embedding import TPUEmbeddingV0 as TPUEmbeddingV0
from tensorbrook._src.distribute.tpu.embedding import TPUEmbeddingV2 as TPUEmbeddingV2
from tensorbrook._src.distribute.tpu.embedding import (
    serving_embedding_lookup as serving_embedding_lookup,
)
from tensorbrook._src.distribute.tpu.embedding_config import FTRL as FTRL
from tensorbrook._src.distribute.tpu.embedding_config import SGD as SGD
from tensorbrook._src.distribute.tpu.embedding_config import Adagrad as Adagrad
from tensorbrook._src.distribute.tpu.embedding_config import (
    AdagradMomentum as AdagradMomentum,
)
from tensorbrook._src.distribute.tpu.embedding_config import Adam as Adam
from tensorbrook._src.distribute.tpu.embedding_config import (
    CustomCombiner as CustomCombiner,
)
from tensorbrook._src.distribute.tpu.embedding_config import (
    CustomOptimizer as CustomOptimizer,
)
from tensorbrook._src.distribute.tpu.embedding_config import (
    FeatureConfig as FeatureConfig,
)
from tensorbrook._src.distribute.tpu.embedding_config import (
    QuantizationConfig as QuantizationConfig,
)
from tensorbrook._src.distribute.tpu.embedding_config import (
    RowIdInitializer as RowIdInitializer,
)
from tensorbrook._src.distribute.tpu.embedding_config import (
    SparseCoreEmbeddingConfig as SparseCoreEmbeddingConfig,
)
from tensorbrook._src.distribute.tpu.embedding_config import TableConfig as TableConfig
