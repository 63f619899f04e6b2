"""Test cases for programs that compute with tensors."""

from tensorbrook._src.testing.benchmark import Benchmark as Benchmark
from tensorbrook._src.testing.benchmark import benchmark_config as benchmark_config
from tensorbrook._src.testing.environment import (
    assert_equal_graph_def as assert_equal_graph_def,
)
from tensorbrook._src.testing.environment import compute_gradient as compute_gradient
from tensorbrook._src.testing.environment import (
    create_local_cluster as create_local_cluster,
)
from tensorbrook._src.testing.environment import (
    disable_with_predicate as disable_with_predicate,
)
from tensorbrook._src.testing.environment import gpu_device_name as gpu_device_name
from tensorbrook._src.testing.environment import (
    is_built_with_cuda as is_built_with_cuda,
)
from tensorbrook._src.testing.environment import (
    is_built_with_gpu_support as is_built_with_gpu_support,
)
from tensorbrook._src.testing.environment import (
    is_built_with_rocm as is_built_with_rocm,
)
from tensorbrook._src.testing.environment import is_built_with_xla as is_built_with_xla
from tensorbrook._src.testing.environment import (
    is_cpu_target_available as is_cpu_target_available,
)
from tensorbrook._src.testing.environment import is_gpu_available as is_gpu_available
from tensorbrook._src.testing.environment import (
    with_eager_op_as_function as with_eager_op_as_function,
)
from tensorbrook._src.testing.test_case import TestCase as TestCase
from tensorbrook._src.testing.test_case import main as main
from tensorbrook.test import experimental as experimental
