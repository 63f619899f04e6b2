"""How raw features become what a model sees."""

from tensorbrook._src.compat_v1.feature_columns.categorical import (
    categorical_column_with_hash_bucket as categorical_column_with_hash_bucket,
)
from tensorbrook._src.compat_v1.feature_columns.categorical import (
    categorical_column_with_identity as categorical_column_with_identity,
)
from tensorbrook._src.compat_v1.feature_columns.categorical import (
    categorical_column_with_vocabulary_list as categorical_column_with_vocabulary_list,
)
from tensorbrook._src.compat_v1.feature_columns.categorical import (
    crossed_column as crossed_column,
)
from tensorbrook._src.compat_v1.feature_columns.categorical import (
    vocabulary_file_column as categorical_column_with_vocabulary_file,
)
from tensorbrook._src.compat_v1.feature_columns.categorical import (
    weighted_categorical_column as weighted_categorical_column,
)
from tensorbrook._src.compat_v1.feature_columns.dense import (
    bucketized_column as bucketized_column,
)
from tensorbrook._src.compat_v1.feature_columns.dense import (
    embedding_column as embedding_column,
)
from tensorbrook._src.compat_v1.feature_columns.dense import (
    indicator_column as indicator_column,
)
from tensorbrook._src.compat_v1.feature_columns.dense import (
    numeric_column as numeric_column,
)
from tensorbrook._src.compat_v1.feature_columns.dense import (
    shared_embedding_columns as shared_embeddings,
)
from tensorbrook._src.compat_v1.feature_columns.layers import (
    make_parse_example_spec as make_parse_example_spec,
)
