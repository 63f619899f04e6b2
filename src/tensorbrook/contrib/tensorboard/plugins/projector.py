"""Embeddings for TensorBoard's projector."""

from tensorbrook._src.compat_v1.contrib.projector import EmbeddingInfo as EmbeddingInfo
from tensorbrook._src.compat_v1.contrib.projector import (
    ProjectorConfig as ProjectorConfig,
)
from tensorbrook._src.compat_v1.contrib.projector import (
    SpriteMetadata as SpriteMetadata,
)
from tensorbrook._src.compat_v1.contrib.projector import (
    visualize_embeddings as visualize_embeddings,
)
