"""Neural network operations of 1.x programs."""

from tensorbrook._src.compat_v1.arrays import depth_to_space as depth_to_space
from tensorbrook._src.compat_v1.arrays import space_to_depth as space_to_depth
from tensorbrook._src.compat_v1.convolution import avg_pool as avg_pool
from tensorbrook._src.compat_v1.convolution import avg_pool as avg_pool2d
from tensorbrook._src.compat_v1.convolution import conv1d as conv1d
from tensorbrook._src.compat_v1.convolution import conv2d as conv2d
from tensorbrook._src.compat_v1.convolution import (
    conv2d_backprop_filter as conv2d_backprop_filter,
)
from tensorbrook._src.compat_v1.convolution import (
    conv2d_backprop_input as conv2d_backprop_input,
)
from tensorbrook._src.compat_v1.convolution import conv2d_transpose as conv2d_transpose
from tensorbrook._src.compat_v1.convolution import conv3d as conv3d
from tensorbrook._src.compat_v1.convolution import (
    conv3d_backprop_filter as conv3d_backprop_filter,
)
from tensorbrook._src.compat_v1.convolution import (
    conv3d_backprop_filter as conv3d_backprop_filter_v2,
)
from tensorbrook._src.compat_v1.convolution import conv3d_transpose as conv3d_transpose
from tensorbrook._src.compat_v1.convolution import convolution as convolution
from tensorbrook._src.compat_v1.convolution import depthwise_conv2d as depthwise_conv2d
from tensorbrook._src.compat_v1.convolution import (
    depthwise_conv2d_native as depthwise_conv2d_native,
)
from tensorbrook._src.compat_v1.convolution import max_pool as max_pool
from tensorbrook._src.compat_v1.convolution import pool as pool
from tensorbrook._src.compat_v1.convolution import separable_conv2d as separable_conv2d
from tensorbrook._src.compat_v1.ctc import (
    ctc_beam_search_decoder as ctc_beam_search_decoder,
)
from tensorbrook._src.compat_v1.ctc import ctc_loss as ctc_loss
from tensorbrook._src.compat_v1.embedding import (
    embedding_lookup_sparse as embedding_lookup_sparse,
)
from tensorbrook._src.compat_v1.embedding import nce_loss as nce_loss
from tensorbrook._src.compat_v1.embedding import (
    safe_embedding_lookup_sparse as safe_embedding_lookup_sparse,
)
from tensorbrook._src.compat_v1.embedding import (
    sampled_softmax_loss as sampled_softmax_loss,
)
from tensorbrook._src.compat_v1.nn import (
    batch_norm_with_global_normalization as batch_norm_with_global_normalization,
)
from tensorbrook._src.compat_v1.nn import crelu as crelu
from tensorbrook._src.compat_v1.nn import dropout as dropout
from tensorbrook._src.compat_v1.nn import embedding_lookup as embedding_lookup
from tensorbrook._src.compat_v1.nn import in_top_k as in_top_k
from tensorbrook._src.compat_v1.nn import l2_normalize as l2_normalize
from tensorbrook._src.compat_v1.nn import log_softmax as log_softmax
from tensorbrook._src.compat_v1.nn import moments as moments
from tensorbrook._src.compat_v1.nn import relu_layer as relu_layer
from tensorbrook._src.compat_v1.nn import (
    sigmoid_cross_entropy_with_logits as sigmoid_cross_entropy_with_logits,
)
from tensorbrook._src.compat_v1.nn import softmax as softmax
from tensorbrook._src.compat_v1.nn import (
    softmax_cross_entropy_with_logits as softmax_cross_entropy_with_logits,
)
from tensorbrook._src.compat_v1.nn import (
    softmax_cross_entropy_with_logits_v2 as softmax_cross_entropy_with_logits_v2,
)
from tensorbrook._src.compat_v1.nn import (
    sparse_softmax_cross_entropy_with_logits as sparse_softmax_cross_entropy_with_logits,
)
from tensorbrook._src.compat_v1.nn import sufficient_statistics as sufficient_statistics
from tensorbrook._src.compat_v1.nn import (
    weighted_cross_entropy_with_logits as weighted_cross_entropy_with_logits,
)
from tensorbrook._src.compat_v1.nn import weighted_moments as weighted_moments
from tensorbrook._src.compat_v1.nn import xw_plus_b as xw_plus_b
from tensorbrook._src.compat_v1.pools import dilation2d as dilation2d
from tensorbrook._src.compat_v1.pools import erosion2d as erosion2d
from tensorbrook._src.compat_v1.pools import fractional_avg_pool as fractional_avg_pool
from tensorbrook._src.compat_v1.pools import fractional_max_pool as fractional_max_pool
from tensorbrook._src.compat_v1.pools import (
    max_pool_with_argmax as max_pool_with_argmax,
)
from tensorbrook._src.compat_v1.rnn.dynamic import (
    bidirectional_dynamic_rnn as bidirectional_dynamic_rnn,
)
from tensorbrook._src.compat_v1.rnn.dynamic import dynamic_rnn as dynamic_rnn
from tensorbrook._src.compat_v1.rnn.dynamic import raw_rnn as raw_rnn
from tensorbrook._src.compat_v1.rnn.static import (
    static_bidirectional_rnn as static_bidirectional_rnn,
)
from tensorbrook._src.compat_v1.rnn.static import static_rnn as static_rnn
from tensorbrook._src.compat_v1.rnn.static import (
    static_state_saving_rnn as static_state_saving_rnn,
)
from tensorbrook._src.compat_v1.space_batch import space_to_batch as space_to_batch
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
from tensorbrook._src.ops.candidate_sampling import (
    log_uniform_candidate_sampler as log_uniform_candidate_sampler,
)
from tensorbrook._src.ops.candidate_sampling import (
    uniform_candidate_sampler as uniform_candidate_sampler,
)
from tensorbrook._src.ops.conv import conv1d_transpose as conv1d_transpose
from tensorbrook._src.ops.counting import zero_fraction as zero_fraction
from tensorbrook._src.ops.ctc import collapse_repeated as collapse_repeated
from tensorbrook._src.ops.ctc import ctc_loss as ctc_loss_v2
from tensorbrook._src.ops.ctc import ctc_unique_labels as ctc_unique_labels
from tensorbrook._src.ops.ctc_decoding import (
    ctc_beam_search_decoder as ctc_beam_search_decoder_v2,
)
from tensorbrook._src.ops.ctc_decoding import ctc_greedy_decoder as ctc_greedy_decoder
from tensorbrook._src.ops.depthwise import atrous_conv2d as atrous_conv2d
from tensorbrook._src.ops.dilated import (
    atrous_conv2d_transpose as atrous_conv2d_transpose,
)
from tensorbrook._src.ops.dilated import conv_transpose as conv_transpose
from tensorbrook._src.ops.dilated import (
    depthwise_conv2d_backprop_filter as depthwise_conv2d_backprop_filter,
)
from tensorbrook._src.ops.dilated import (
    depthwise_conv2d_backprop_filter as depthwise_conv2d_native_backprop_filter,
)
from tensorbrook._src.ops.dilated import (
    depthwise_conv2d_backprop_input as depthwise_conv2d_backprop_input,
)
from tensorbrook._src.ops.dilated import (
    depthwise_conv2d_backprop_input as depthwise_conv2d_native_backprop_input,
)
from tensorbrook._src.ops.dilated import with_space_to_batch as with_space_to_batch
from tensorbrook._src.ops.fused_batch_norm import fused_batch_norm as fused_batch_norm
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
from tensorbrook._src.ops.nn_losses import log_poisson_loss as log_poisson_loss
from tensorbrook._src.ops.normalize import batch_normalization as batch_normalization
from tensorbrook._src.ops.normalize import bias_add as bias_add
from tensorbrook._src.ops.normalize import l2_loss as l2_loss
from tensorbrook._src.ops.normalize import normalize_moments as normalize_moments
from tensorbrook._src.ops.pooling import avg_pool as avg_pool_v2
from tensorbrook._src.ops.pooling import avg_pool1d as avg_pool1d
from tensorbrook._src.ops.pooling import avg_pool3d as avg_pool3d
from tensorbrook._src.ops.pooling import max_pool as max_pool_v2
from tensorbrook._src.ops.pooling import max_pool1d as max_pool1d
from tensorbrook._src.ops.pooling import max_pool2d as max_pool2d
from tensorbrook._src.ops.pooling import max_pool3d as max_pool3d
from tensorbrook._src.ops.sort import top_k as top_k
from tensorbrook._src.ops.unary import sigmoid as sigmoid
from tensorbrook._src.ops.unary import tanh as tanh
from tensorbrook.compat.v1.nn import experimental as experimental
from tensorbrook.compat.v1.nn import rnn_cell as rnn_cell
