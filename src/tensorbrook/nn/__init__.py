"""Neural network operations."""

from tensorbrook._src.ops.activations import crelu as crelu
from tensorbrook._src.ops.activations import elu as elu
from tensorbrook._src.ops.activations import gelu as gelu
from tensorbrook._src.ops.activations import leaky_relu as leaky_relu
from tensorbrook._src.ops.activations import relu as relu
from tensorbrook._src.ops.activations import relu6 as relu6
from tensorbrook._src.ops.activations import selu as selu
from tensorbrook._src.ops.activations import silu as silu
from tensorbrook._src.ops.activations import softplus as softplus
from tensorbrook._src.ops.activations import softsign as softsign
from tensorbrook._src.ops.activations import swish as swish
from tensorbrook._src.ops.approximate import approx_max_k as approx_max_k
from tensorbrook._src.ops.approximate import approx_min_k as approx_min_k
from tensorbrook._src.ops.candidate_sampling import (
    all_candidate_sampler as all_candidate_sampler,
)
from tensorbrook._src.ops.candidate_sampling import (
    compute_accidental_hits as compute_accidental_hits,
)
from tensorbrook._src.ops.candidate_sampling import (
    fixed_unigram_candidate_sampler as fixed_unigram_candidate_sampler,
)
from tensorbrook._src.ops.candidate_sampling import (
    learned_unigram_candidate_sampler as learned_unigram_candidate_sampler,
)
from tensorbrook._src.ops.conv import conv1d as conv1d
from tensorbrook._src.ops.conv import conv1d_transpose as conv1d_transpose
from tensorbrook._src.ops.conv import conv2d as conv2d
from tensorbrook._src.ops.conv import conv2d_transpose as conv2d_transpose
from tensorbrook._src.ops.conv import conv3d as conv3d
from tensorbrook._src.ops.conv import conv3d_transpose as conv3d_transpose
from tensorbrook._src.ops.conv import convolution as convolution
from tensorbrook._src.ops.counting import zero_fraction as zero_fraction
from tensorbrook._src.ops.ctc import collapse_repeated as collapse_repeated
from tensorbrook._src.ops.ctc import ctc_loss as ctc_loss
from tensorbrook._src.ops.ctc import ctc_unique_labels as ctc_unique_labels
from tensorbrook._src.ops.ctc_decoding import (
    ctc_beam_search_decoder as ctc_beam_search_decoder,
)
from tensorbrook._src.ops.ctc_decoding import ctc_greedy_decoder as ctc_greedy_decoder
from tensorbrook._src.ops.depthwise import atrous_conv2d as atrous_conv2d
from tensorbrook._src.ops.depthwise import depthwise_conv2d as depthwise_conv2d
from tensorbrook._src.ops.depthwise import pool as pool
from tensorbrook._src.ops.depthwise import separable_conv2d as separable_conv2d
from tensorbrook._src.ops.dilated import (
    atrous_conv2d_transpose as atrous_conv2d_transpose,
)
from tensorbrook._src.ops.dilated import conv_transpose as conv_transpose
from tensorbrook._src.ops.dilated import (
    depthwise_conv2d_backprop_filter as depthwise_conv2d_backprop_filter,
)
from tensorbrook._src.ops.dilated import (
    depthwise_conv2d_backprop_input as depthwise_conv2d_backprop_input,
)
from tensorbrook._src.ops.dilated import with_space_to_batch as with_space_to_batch
from tensorbrook._src.ops.dropout import dropout as dropout
from tensorbrook._src.ops.embedding import (
    embedding_lookup_sparse as embedding_lookup_sparse,
)
from tensorbrook._src.ops.embedding import (
    safe_embedding_lookup_sparse as safe_embedding_lookup_sparse,
)
from tensorbrook._src.ops.fractional_pool import (
    fractional_avg_pool as fractional_avg_pool,
)
from tensorbrook._src.ops.fractional_pool import (
    fractional_max_pool as fractional_max_pool,
)
from tensorbrook._src.ops.isotonic import isotonic_regression as isotonic_regression
from tensorbrook._src.ops.loss_scaling import (
    compute_average_loss as compute_average_loss,
)
from tensorbrook._src.ops.loss_scaling import (
    scale_regularization_loss as scale_regularization_loss,
)
from tensorbrook._src.ops.lrn import (
    local_response_normalization as local_response_normalization,
)
from tensorbrook._src.ops.lrn import local_response_normalization as lrn
from tensorbrook._src.ops.morphology import dilation2d as dilation2d
from tensorbrook._src.ops.morphology import erosion2d as erosion2d
from tensorbrook._src.ops.nn_losses import embedding_lookup as embedding_lookup
from tensorbrook._src.ops.nn_losses import in_top_k as in_top_k
from tensorbrook._src.ops.nn_losses import log_poisson_loss as log_poisson_loss
from tensorbrook._src.ops.nn_losses import (
    sigmoid_cross_entropy_with_logits as sigmoid_cross_entropy_with_logits,
)
from tensorbrook._src.ops.nn_losses import (
    weighted_cross_entropy_with_logits as weighted_cross_entropy_with_logits,
)
from tensorbrook._src.ops.normalize import (
    batch_norm_with_global_normalization as batch_norm_with_global_normalization,
)
from tensorbrook._src.ops.normalize import batch_normalization as batch_normalization
from tensorbrook._src.ops.normalize import bias_add as bias_add
from tensorbrook._src.ops.normalize import l2_loss as l2_loss
from tensorbrook._src.ops.normalize import l2_normalize as l2_normalize
from tensorbrook._src.ops.normalize import moments as moments
from tensorbrook._src.ops.normalize import normalize_moments as normalize_moments
from tensorbrook._src.ops.normalize import (
    sufficient_statistics as sufficient_statistics,
)
from tensorbrook._src.ops.normalize import weighted_moments as weighted_moments
from tensorbrook._src.ops.pool_argmax import (
    max_pool_with_argmax as max_pool_with_argmax,
)
from tensorbrook._src.ops.pooling import avg_pool as avg_pool
from tensorbrook._src.ops.pooling import avg_pool1d as avg_pool1d
from tensorbrook._src.ops.pooling import avg_pool2d as avg_pool2d
from tensorbrook._src.ops.pooling import avg_pool3d as avg_pool3d
from tensorbrook._src.ops.pooling import max_pool as max_pool
from tensorbrook._src.ops.pooling import max_pool1d as max_pool1d
from tensorbrook._src.ops.pooling import max_pool2d as max_pool2d
from tensorbrook._src.ops.pooling import max_pool3d as max_pool3d
from tensorbrook._src.ops.rearrange import depth_to_space as depth_to_space
from tensorbrook._src.ops.rearrange import space_to_depth as space_to_depth
from tensorbrook._src.ops.sampled_losses import nce_loss as nce_loss
from tensorbrook._src.ops.sampled_losses import (
    sampled_softmax_loss as sampled_softmax_loss,
)
from tensorbrook._src.ops.softmax import log_softmax as log_softmax
from tensorbrook._src.ops.softmax import softmax as softmax
from tensorbrook._src.ops.softmax import (
    softmax_cross_entropy_with_logits as softmax_cross_entropy_with_logits,
)
from tensorbrook._src.ops.softmax import (
    sparse_softmax_cross_entropy_with_logits as sparse_softmax_cross_entropy_with_logits,
)
from tensorbrook._src.ops.sort import top_k as top_k
from tensorbrook._src.ops.space_batch import space_to_batch as space_to_batch
from tensorbrook._src.ops.unary import sigmoid as sigmoid
from tensorbrook._src.ops.unary import tanh as tanh
from tensorbrook.nn import experimental as experimental
