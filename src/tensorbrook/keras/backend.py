"""Settings of Keras."""

from tensorbrook._src.keras.backend.config import epsilon as epsilon
from tensorbrook._src.keras.backend.config import floatx as floatx
from tensorbrook._src.keras.backend.config import image_data_format as image_data_format
from tensorbrook._src.keras.backend.config import set_epsilon as set_epsilon
from tensorbrook._src.keras.backend.config import set_floatx as set_floatx
from tensorbrook._src.keras.backend.config import (
    set_image_data_format as set_image_data_format,
)
from tensorbrook._src.keras.backend.dtypes import standardize_dtype as standardize_dtype
from tensorbrook._src.keras.backend.keras_tensor import (
    is_keras_tensor as is_keras_tensor,
)
from tensorbrook._src.keras.backend.session import clear_session as clear_session
from tensorbrook._src.keras.old_backend import tensorflow_backend as tensorflow_backend
from tensorbrook._src.keras.old_backend.math import abs as abs
from tensorbrook._src.keras.old_backend.math import all as all
from tensorbrook._src.keras.old_backend.math import any as any
from tensorbrook._src.keras.old_backend.math import arange as arange
from tensorbrook._src.keras.old_backend.math import argmax as argmax
from tensorbrook._src.keras.old_backend.math import argmin as argmin
from tensorbrook._src.keras.old_backend.math import batch_flatten as batch_flatten
from tensorbrook._src.keras.old_backend.math import cast as cast
from tensorbrook._src.keras.old_backend.math import clip as clip
from tensorbrook._src.keras.old_backend.math import concatenate as concatenate
from tensorbrook._src.keras.old_backend.math import constant as constant
from tensorbrook._src.keras.old_backend.math import cos as cos
from tensorbrook._src.keras.old_backend.math import count_params as count_params
from tensorbrook._src.keras.old_backend.math import cumprod as cumprod
from tensorbrook._src.keras.old_backend.math import cumsum as cumsum
from tensorbrook._src.keras.old_backend.math import dtype as dtype
from tensorbrook._src.keras.old_backend.math import equal as equal
from tensorbrook._src.keras.old_backend.math import exp as exp
from tensorbrook._src.keras.old_backend.math import expand_dims as expand_dims
from tensorbrook._src.keras.old_backend.math import eye as eye
from tensorbrook._src.keras.old_backend.math import flatten as flatten
from tensorbrook._src.keras.old_backend.math import gather as gather
from tensorbrook._src.keras.old_backend.math import greater as greater
from tensorbrook._src.keras.old_backend.math import greater_equal as greater_equal
from tensorbrook._src.keras.old_backend.math import int_shape as int_shape
from tensorbrook._src.keras.old_backend.math import l2_normalize as l2_normalize
from tensorbrook._src.keras.old_backend.math import less as less
from tensorbrook._src.keras.old_backend.math import less_equal as less_equal
from tensorbrook._src.keras.old_backend.math import log as log
from tensorbrook._src.keras.old_backend.math import max as max
from tensorbrook._src.keras.old_backend.math import maximum as maximum
from tensorbrook._src.keras.old_backend.math import mean as mean
from tensorbrook._src.keras.old_backend.math import min as min
from tensorbrook._src.keras.old_backend.math import minimum as minimum
from tensorbrook._src.keras.old_backend.math import ndim as ndim
from tensorbrook._src.keras.old_backend.math import not_equal as not_equal
from tensorbrook._src.keras.old_backend.math import one_hot as one_hot
from tensorbrook._src.keras.old_backend.math import ones as ones
from tensorbrook._src.keras.old_backend.math import ones_like as ones_like
from tensorbrook._src.keras.old_backend.math import (
    permute_dimensions as permute_dimensions,
)
from tensorbrook._src.keras.old_backend.math import pow as pow
from tensorbrook._src.keras.old_backend.math import prod as prod
from tensorbrook._src.keras.old_backend.math import repeat as repeat
from tensorbrook._src.keras.old_backend.math import repeat_elements as repeat_elements
from tensorbrook._src.keras.old_backend.math import reshape as reshape
from tensorbrook._src.keras.old_backend.math import reverse as reverse
from tensorbrook._src.keras.old_backend.math import round as round
from tensorbrook._src.keras.old_backend.math import shape as shape
from tensorbrook._src.keras.old_backend.math import sign as sign
from tensorbrook._src.keras.old_backend.math import sin as sin
from tensorbrook._src.keras.old_backend.math import sqrt as sqrt
from tensorbrook._src.keras.old_backend.math import square as square
from tensorbrook._src.keras.old_backend.math import squeeze as squeeze
from tensorbrook._src.keras.old_backend.math import stack as stack
from tensorbrook._src.keras.old_backend.math import std as std
from tensorbrook._src.keras.old_backend.math import sum as sum
from tensorbrook._src.keras.old_backend.math import tile as tile
from tensorbrook._src.keras.old_backend.math import transpose as transpose
from tensorbrook._src.keras.old_backend.math import var as var
from tensorbrook._src.keras.old_backend.math import zeros as zeros
from tensorbrook._src.keras.old_backend.math import zeros_like as zeros_like
from tensorbrook._src.keras.old_backend.nn import (
    batch_normalization as batch_normalization,
)
from tensorbrook._src.keras.old_backend.nn import bias_add as bias_add
from tensorbrook._src.keras.old_backend.nn import (
    binary_crossentropy as binary_crossentropy,
)
from tensorbrook._src.keras.old_backend.nn import (
    binary_focal_crossentropy as binary_focal_crossentropy,
)
from tensorbrook._src.keras.old_backend.nn import (
    categorical_crossentropy as categorical_crossentropy,
)
from tensorbrook._src.keras.old_backend.nn import (
    categorical_focal_crossentropy as categorical_focal_crossentropy,
)
from tensorbrook._src.keras.old_backend.nn import conv1d as conv1d
from tensorbrook._src.keras.old_backend.nn import conv2d as conv2d
from tensorbrook._src.keras.old_backend.nn import conv2d_transpose as conv2d_transpose
from tensorbrook._src.keras.old_backend.nn import conv3d as conv3d
from tensorbrook._src.keras.old_backend.nn import ctc_batch_cost as ctc_batch_cost
from tensorbrook._src.keras.old_backend.nn import ctc_decode as ctc_decode
from tensorbrook._src.keras.old_backend.nn import (
    ctc_label_dense_to_sparse as ctc_label_dense_to_sparse,
)
from tensorbrook._src.keras.old_backend.nn import depthwise_conv2d as depthwise_conv2d
from tensorbrook._src.keras.old_backend.nn import dropout as dropout
from tensorbrook._src.keras.old_backend.nn import elu as elu
from tensorbrook._src.keras.old_backend.nn import hard_sigmoid as hard_sigmoid
from tensorbrook._src.keras.old_backend.nn import in_top_k as in_top_k
from tensorbrook._src.keras.old_backend.nn import pool2d as pool2d
from tensorbrook._src.keras.old_backend.nn import pool3d as pool3d
from tensorbrook._src.keras.old_backend.nn import relu as relu
from tensorbrook._src.keras.old_backend.nn import resize_images as resize_images
from tensorbrook._src.keras.old_backend.nn import resize_volumes as resize_volumes
from tensorbrook._src.keras.old_backend.nn import separable_conv2d as separable_conv2d
from tensorbrook._src.keras.old_backend.nn import sigmoid as sigmoid
from tensorbrook._src.keras.old_backend.nn import softmax as softmax
from tensorbrook._src.keras.old_backend.nn import softplus as softplus
from tensorbrook._src.keras.old_backend.nn import softsign as softsign
from tensorbrook._src.keras.old_backend.nn import (
    sparse_categorical_crossentropy as sparse_categorical_crossentropy,
)
from tensorbrook._src.keras.old_backend.nn import (
    spatial_2d_padding as spatial_2d_padding,
)
from tensorbrook._src.keras.old_backend.nn import (
    spatial_3d_padding as spatial_3d_padding,
)
from tensorbrook._src.keras.old_backend.nn import tanh as tanh
from tensorbrook._src.keras.old_backend.nn import temporal_padding as temporal_padding
from tensorbrook._src.keras.old_backend.session import get_session as get_session
from tensorbrook._src.keras.old_backend.session import set_session as set_session
from tensorbrook._src.keras.old_backend.state import backend as backend
from tensorbrook._src.keras.old_backend.state import batch_dot as batch_dot
from tensorbrook._src.keras.old_backend.state import batch_get_value as batch_get_value
from tensorbrook._src.keras.old_backend.state import batch_set_value as batch_set_value
from tensorbrook._src.keras.old_backend.state import cast_to_floatx as cast_to_floatx
from tensorbrook._src.keras.old_backend.state import dot as dot
from tensorbrook._src.keras.old_backend.state import eval as eval
from tensorbrook._src.keras.old_backend.state import foldl as foldl
from tensorbrook._src.keras.old_backend.state import foldr as foldr
from tensorbrook._src.keras.old_backend.state import function as function
from tensorbrook._src.keras.old_backend.state import get_uid as get_uid
from tensorbrook._src.keras.old_backend.state import get_value as get_value
from tensorbrook._src.keras.old_backend.state import gradients as gradients
from tensorbrook._src.keras.old_backend.state import in_test_phase as in_test_phase
from tensorbrook._src.keras.old_backend.state import in_train_phase as in_train_phase
from tensorbrook._src.keras.old_backend.state import is_float_dtype as is_float_dtype
from tensorbrook._src.keras.old_backend.state import is_int_dtype as is_int_dtype
from tensorbrook._src.keras.old_backend.state import is_sparse as is_sparse
from tensorbrook._src.keras.old_backend.state import learning_phase as learning_phase
from tensorbrook._src.keras.old_backend.state import map_fn as map_fn
from tensorbrook._src.keras.old_backend.state import (
    moving_average_update as moving_average_update,
)
from tensorbrook._src.keras.old_backend.state import name_scope as name_scope
from tensorbrook._src.keras.old_backend.state import placeholder as placeholder
from tensorbrook._src.keras.old_backend.state import (
    random_bernoulli as random_bernoulli,
)
from tensorbrook._src.keras.old_backend.state import random_normal as random_normal
from tensorbrook._src.keras.old_backend.state import (
    random_normal_variable as random_normal_variable,
)
from tensorbrook._src.keras.old_backend.state import random_uniform as random_uniform
from tensorbrook._src.keras.old_backend.state import (
    random_uniform_variable as random_uniform_variable,
)
from tensorbrook._src.keras.old_backend.state import rnn as rnn
from tensorbrook._src.keras.old_backend.state import (
    set_learning_phase as set_learning_phase,
)
from tensorbrook._src.keras.old_backend.state import set_value as set_value
from tensorbrook._src.keras.old_backend.state import stop_gradient as stop_gradient
from tensorbrook._src.keras.old_backend.state import switch as switch
from tensorbrook._src.keras.old_backend.state import to_dense as to_dense
from tensorbrook._src.keras.old_backend.state import (
    truncated_normal as truncated_normal,
)
from tensorbrook._src.keras.old_backend.state import update as update
from tensorbrook._src.keras.old_backend.state import update_add as update_add
from tensorbrook._src.keras.old_backend.state import update_sub as update_sub
from tensorbrook._src.keras.old_backend.state import variable as variable
from tensorbrook._src.keras.ops.conversion import result_type as result_type
