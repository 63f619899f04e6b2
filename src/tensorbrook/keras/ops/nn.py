"""Functions of neural networks."""

from tensorbrook._src.keras.ops.activation import celu as celu
from tensorbrook._src.keras.ops.activation import elu as elu
from tensorbrook._src.keras.ops.activation import gelu as gelu
from tensorbrook._src.keras.ops.activation import glu as glu
from tensorbrook._src.keras.ops.activation import hard_shrink as hard_shrink
from tensorbrook._src.keras.ops.activation import hard_sigmoid as hard_sigmoid
from tensorbrook._src.keras.ops.activation import hard_silu as hard_silu
from tensorbrook._src.keras.ops.activation import hard_swish as hard_swish
from tensorbrook._src.keras.ops.activation import hard_tanh as hard_tanh
from tensorbrook._src.keras.ops.activation import leaky_relu as leaky_relu
from tensorbrook._src.keras.ops.activation import log_sigmoid as log_sigmoid
from tensorbrook._src.keras.ops.activation import log_softmax as log_softmax
from tensorbrook._src.keras.ops.activation import relu as relu
from tensorbrook._src.keras.ops.activation import relu6 as relu6
from tensorbrook._src.keras.ops.activation import selu as selu
from tensorbrook._src.keras.ops.activation import sigmoid as sigmoid
from tensorbrook._src.keras.ops.activation import silu as silu
from tensorbrook._src.keras.ops.activation import soft_shrink as soft_shrink
from tensorbrook._src.keras.ops.activation import softmax as softmax
from tensorbrook._src.keras.ops.activation import softplus as softplus
from tensorbrook._src.keras.ops.activation import softsign as softsign
from tensorbrook._src.keras.ops.activation import sparse_plus as sparse_plus
from tensorbrook._src.keras.ops.activation import sparse_sigmoid as sparse_sigmoid
from tensorbrook._src.keras.ops.activation import sparsemax as sparsemax
from tensorbrook._src.keras.ops.activation import squareplus as squareplus
from tensorbrook._src.keras.ops.activation import swish as swish
from tensorbrook._src.keras.ops.activation import tanh_shrink as tanh_shrink
from tensorbrook._src.keras.ops.activation import threshold as threshold
from tensorbrook._src.keras.ops.neural import (
    adaptive_average_pool as adaptive_average_pool,
)
from tensorbrook._src.keras.ops.neural import adaptive_max_pool as adaptive_max_pool
from tensorbrook._src.keras.ops.neural import average_pool as average_pool
from tensorbrook._src.keras.ops.neural import batch_normalization as batch_normalization
from tensorbrook._src.keras.ops.neural import binary_crossentropy as binary_crossentropy
from tensorbrook._src.keras.ops.neural import (
    categorical_crossentropy as categorical_crossentropy,
)
from tensorbrook._src.keras.ops.neural import conv as conv
from tensorbrook._src.keras.ops.neural import conv_transpose as conv_transpose
from tensorbrook._src.keras.ops.neural import ctc_decode as ctc_decode
from tensorbrook._src.keras.ops.neural import ctc_loss as ctc_loss
from tensorbrook._src.keras.ops.neural import depth_to_space as depth_to_space
from tensorbrook._src.keras.ops.neural import depthwise_conv as depthwise_conv
from tensorbrook._src.keras.ops.neural import (
    dot_product_attention as dot_product_attention,
)
from tensorbrook._src.keras.ops.neural import fold as fold
from tensorbrook._src.keras.ops.neural import layer_normalization as layer_normalization
from tensorbrook._src.keras.ops.neural import max_pool as max_pool
from tensorbrook._src.keras.ops.neural import multi_hot as multi_hot
from tensorbrook._src.keras.ops.neural import one_hot as one_hot
from tensorbrook._src.keras.ops.neural import rms_normalization as rms_normalization
from tensorbrook._src.keras.ops.neural import separable_conv as separable_conv
from tensorbrook._src.keras.ops.neural import space_to_depth as space_to_depth
from tensorbrook._src.keras.ops.neural import (
    sparse_categorical_crossentropy as sparse_categorical_crossentropy,
)
from tensorbrook._src.keras.ops.neural import unfold as unfold
from tensorbrook._src.keras.ops.reduction import moments as moments
from tensorbrook._src.keras.ops.reduction import normalize as normalize
from tensorbrook._src.keras.ops.signal import polar as polar
from tensorbrook._src.keras.ops.statistics import psnr as psnr
