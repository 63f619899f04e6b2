"""The layers of `tf.contrib.layers` under the names of `tf.contrib.slim`."""

from tensorbrook._src.compat_v1.contrib.arg_scope import add_arg_scope as add_arg_scope
from tensorbrook._src.compat_v1.contrib.arg_scope import arg_scope as arg_scope
from tensorbrook._src.compat_v1.contrib.layers import avg_pool2d as avg_pool2d
from tensorbrook._src.compat_v1.contrib.layers import batch_norm as batch_norm
from tensorbrook._src.compat_v1.contrib.layers import bias_add as bias_add
from tensorbrook._src.compat_v1.contrib.layers import conv1d as conv1d
from tensorbrook._src.compat_v1.contrib.layers import conv2d as conv2d
from tensorbrook._src.compat_v1.contrib.layers import (
    conv2d_transpose as conv2d_transpose,
)
from tensorbrook._src.compat_v1.contrib.layers import conv3d as conv3d
from tensorbrook._src.compat_v1.contrib.layers import convolution as convolution
from tensorbrook._src.compat_v1.contrib.layers import convolution2d as convolution2d
from tensorbrook._src.compat_v1.contrib.layers import (
    convolution2d_transpose as convolution2d_transpose,
)
from tensorbrook._src.compat_v1.contrib.layers import dropout as dropout
from tensorbrook._src.compat_v1.contrib.layers import flatten as flatten
from tensorbrook._src.compat_v1.contrib.layers import fully_connected as fully_connected
from tensorbrook._src.compat_v1.contrib.layers import layer_norm as layer_norm
from tensorbrook._src.compat_v1.contrib.layers import max_pool2d as max_pool2d
from tensorbrook._src.compat_v1.contrib.layers import (
    one_hot_encoding as one_hot_encoding,
)
from tensorbrook._src.compat_v1.contrib.layers import repeat as repeat
from tensorbrook._src.compat_v1.contrib.layers import softmax as softmax
from tensorbrook._src.compat_v1.contrib.layers import stack as stack
from tensorbrook._src.compat_v1.contrib.missing import slim as __getattr__
from tensorbrook._src.compat_v1.contrib.regularizers import (
    l1_l2_regularizer as l1_l2_regularizer,
)
from tensorbrook._src.compat_v1.contrib.regularizers import (
    l1_regularizer as l1_regularizer,
)
from tensorbrook._src.compat_v1.contrib.regularizers import (
    l2_regularizer as l2_regularizer,
)
from tensorbrook._src.compat_v1.contrib.regularizers import (
    variance_scaling_initializer as variance_scaling_initializer,
)
from tensorbrook._src.compat_v1.contrib.regularizers import (
    xavier_initializer as xavier_initializer,
)
from tensorbrook._src.compat_v1.global_step import (
    create_global_step as create_global_step,
)
from tensorbrook._src.compat_v1.global_step import get_global_step as get_global_step
from tensorbrook._src.compat_v1.global_step import (
    get_or_create_global_step as get_or_create_global_step,
)
from tensorbrook.compat.v1 import losses as losses
from tensorbrook.contrib import metrics as metrics
