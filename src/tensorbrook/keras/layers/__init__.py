"""Layers."""

from tensorbrook._src.keras.compatibility.recurrent import CuDNNGRU as CuDNNGRU
from tensorbrook._src.keras.compatibility.recurrent import CuDNNLSTM as CuDNNLSTM
from tensorbrook._src.keras.engine.input_spec import InputSpec as InputSpec
from tensorbrook._src.keras.engine.layer import Layer as Layer
from tensorbrook._src.keras.layers.activation.elu import ELU as ELU
from tensorbrook._src.keras.layers.activation.leaky_relu import LeakyReLU as LeakyReLU
from tensorbrook._src.keras.layers.activation.prelu import PReLU as PReLU
from tensorbrook._src.keras.layers.activation.relu import ReLU as ReLU
from tensorbrook._src.keras.layers.activation.softmax import Softmax as Softmax
from tensorbrook._src.keras.layers.activation.thresholded_relu import (
    ThresholdedReLU as ThresholdedReLU,
)
from tensorbrook._src.keras.layers.attention.additive_attention import (
    AdditiveAttention as AdditiveAttention,
)
from tensorbrook._src.keras.layers.attention.attention import Attention as Attention
from tensorbrook._src.keras.layers.attention.group_query_attention import (
    GroupQueryAttention as GroupQueryAttention,
)
from tensorbrook._src.keras.layers.attention.multi_head_attention import (
    MultiHeadAttention as MultiHeadAttention,
)
from tensorbrook._src.keras.layers.conv.conv1d import Conv1D as Conv1D
from tensorbrook._src.keras.layers.conv.conv1d import Conv1D as Convolution1D
from tensorbrook._src.keras.layers.conv.conv1d_transpose import (
    Conv1DTranspose as Conv1DTranspose,
)
from tensorbrook._src.keras.layers.conv.conv1d_transpose import (
    Conv1DTranspose as Convolution1DTranspose,
)
from tensorbrook._src.keras.layers.conv.conv2d import Conv2D as Conv2D
from tensorbrook._src.keras.layers.conv.conv2d import Conv2D as Convolution2D
from tensorbrook._src.keras.layers.conv.conv2d_transpose import (
    Conv2DTranspose as Conv2DTranspose,
)
from tensorbrook._src.keras.layers.conv.conv2d_transpose import (
    Conv2DTranspose as Convolution2DTranspose,
)
from tensorbrook._src.keras.layers.conv.conv3d import Conv3D as Conv3D
from tensorbrook._src.keras.layers.conv.conv3d import Conv3D as Convolution3D
from tensorbrook._src.keras.layers.conv.conv3d_transpose import (
    Conv3DTranspose as Conv3DTranspose,
)
from tensorbrook._src.keras.layers.conv.conv3d_transpose import (
    Conv3DTranspose as Convolution3DTranspose,
)
from tensorbrook._src.keras.layers.conv.depthwise_conv1d import (
    DepthwiseConv1D as DepthwiseConv1D,
)
from tensorbrook._src.keras.layers.conv.depthwise_conv2d import (
    DepthwiseConv2D as DepthwiseConv2D,
)
from tensorbrook._src.keras.layers.conv.separable_conv1d import (
    SeparableConv1D as SeparableConv1D,
)
from tensorbrook._src.keras.layers.conv.separable_conv1d import (
    SeparableConv1D as SeparableConvolution1D,
)
from tensorbrook._src.keras.layers.conv.separable_conv2d import (
    SeparableConv2D as SeparableConv2D,
)
from tensorbrook._src.keras.layers.conv.separable_conv2d import (
    SeparableConv2D as SeparableConvolution2D,
)
from tensorbrook._src.keras.layers.core.activation import Activation as Activation
from tensorbrook._src.keras.layers.core.dense import Dense as Dense
from tensorbrook._src.keras.layers.core.einsum_dense import EinsumDense as EinsumDense
from tensorbrook._src.keras.layers.core.embedding import Embedding as Embedding
from tensorbrook._src.keras.layers.core.identity import Identity as Identity
from tensorbrook._src.keras.layers.core.input_layer import Input as Input
from tensorbrook._src.keras.layers.core.input_layer import InputLayer as InputLayer
from tensorbrook._src.keras.layers.core.lambda_layer import Lambda as Lambda
from tensorbrook._src.keras.layers.core.masking import Masking as Masking
from tensorbrook._src.keras.layers.core.reversible_embedding import (
    ReversibleEmbedding as ReversibleEmbedding,
)
from tensorbrook._src.keras.layers.core.wrapper import Wrapper as Wrapper
from tensorbrook._src.keras.layers.foreign.flax_layer import FlaxLayer as FlaxLayer
from tensorbrook._src.keras.layers.foreign.jax_layer import JaxLayer as JaxLayer
from tensorbrook._src.keras.layers.foreign.tfsm_layer import TFSMLayer as TFSMLayer
from tensorbrook._src.keras.layers.foreign.torch_module_wrapper import (
    TorchModuleWrapper as TorchModuleWrapper,
)
from tensorbrook._src.keras.layers.image.aug_mix import AugMix as AugMix
from tensorbrook._src.keras.layers.image.auto_contrast import (
    AutoContrast as AutoContrast,
)
from tensorbrook._src.keras.layers.image.center_crop import CenterCrop as CenterCrop
from tensorbrook._src.keras.layers.image.contrast_limited_adaptive_histogram_equalization import (
    ContrastLimitedAdaptiveHistogramEqualization as ContrastLimitedAdaptiveHistogramEqualization,
)
from tensorbrook._src.keras.layers.image.cut_mix import CutMix as CutMix
from tensorbrook._src.keras.layers.image.equalization import (
    Equalization as Equalization,
)
from tensorbrook._src.keras.layers.image.max_num_bounding_boxes import (
    MaxNumBoundingBoxes as MaxNumBoundingBoxes,
)
from tensorbrook._src.keras.layers.image.mix_up import MixUp as MixUp
from tensorbrook._src.keras.layers.image.rand_augment import RandAugment as RandAugment
from tensorbrook._src.keras.layers.image.random_brightness import (
    RandomBrightness as RandomBrightness,
)
from tensorbrook._src.keras.layers.image.random_color_degeneration import (
    RandomColorDegeneration as RandomColorDegeneration,
)
from tensorbrook._src.keras.layers.image.random_color_jitter import (
    RandomColorJitter as RandomColorJitter,
)
from tensorbrook._src.keras.layers.image.random_contrast import (
    RandomContrast as RandomContrast,
)
from tensorbrook._src.keras.layers.image.random_crop import RandomCrop as RandomCrop
from tensorbrook._src.keras.layers.image.random_elastic_transform import (
    RandomElasticTransform as RandomElasticTransform,
)
from tensorbrook._src.keras.layers.image.random_erasing import (
    RandomErasing as RandomErasing,
)
from tensorbrook._src.keras.layers.image.random_flip import RandomFlip as RandomFlip
from tensorbrook._src.keras.layers.image.random_gaussian_blur import (
    RandomGaussianBlur as RandomGaussianBlur,
)
from tensorbrook._src.keras.layers.image.random_grayscale import (
    RandomGrayscale as RandomGrayscale,
)
from tensorbrook._src.keras.layers.image.random_height import (
    RandomHeight as RandomHeight,
)
from tensorbrook._src.keras.layers.image.random_hue import RandomHue as RandomHue
from tensorbrook._src.keras.layers.image.random_invert import (
    RandomInvert as RandomInvert,
)
from tensorbrook._src.keras.layers.image.random_perspective import (
    RandomPerspective as RandomPerspective,
)
from tensorbrook._src.keras.layers.image.random_posterization import (
    RandomPosterization as RandomPosterization,
)
from tensorbrook._src.keras.layers.image.random_rotation import (
    RandomRotation as RandomRotation,
)
from tensorbrook._src.keras.layers.image.random_saturation import (
    RandomSaturation as RandomSaturation,
)
from tensorbrook._src.keras.layers.image.random_sharpness import (
    RandomSharpness as RandomSharpness,
)
from tensorbrook._src.keras.layers.image.random_shear import RandomShear as RandomShear
from tensorbrook._src.keras.layers.image.random_translation import (
    RandomTranslation as RandomTranslation,
)
from tensorbrook._src.keras.layers.image.random_width import RandomWidth as RandomWidth
from tensorbrook._src.keras.layers.image.random_zoom import RandomZoom as RandomZoom
from tensorbrook._src.keras.layers.image.resizing import Resizing as Resizing
from tensorbrook._src.keras.layers.image.solarization import (
    Solarization as Solarization,
)
from tensorbrook._src.keras.layers.lookup import deserialize as deserialize
from tensorbrook._src.keras.layers.lookup import serialize as serialize
from tensorbrook._src.keras.layers.merge.add import Add as Add
from tensorbrook._src.keras.layers.merge.add import add as add
from tensorbrook._src.keras.layers.merge.average import Average as Average
from tensorbrook._src.keras.layers.merge.average import average as average
from tensorbrook._src.keras.layers.merge.concatenate import Concatenate as Concatenate
from tensorbrook._src.keras.layers.merge.concatenate import concatenate as concatenate
from tensorbrook._src.keras.layers.merge.dot import Dot as Dot
from tensorbrook._src.keras.layers.merge.dot import dot as dot
from tensorbrook._src.keras.layers.merge.maximum import Maximum as Maximum
from tensorbrook._src.keras.layers.merge.maximum import maximum as maximum
from tensorbrook._src.keras.layers.merge.minimum import Minimum as Minimum
from tensorbrook._src.keras.layers.merge.minimum import minimum as minimum
from tensorbrook._src.keras.layers.merge.multiply import Multiply as Multiply
from tensorbrook._src.keras.layers.merge.multiply import multiply as multiply
from tensorbrook._src.keras.layers.merge.subtract import Subtract as Subtract
from tensorbrook._src.keras.layers.merge.subtract import subtract as subtract
from tensorbrook._src.keras.layers.norm.batch_normalization import (
    BatchNormalization as BatchNormalization,
)
from tensorbrook._src.keras.layers.norm.group_normalization import (
    GroupNormalization as GroupNormalization,
)
from tensorbrook._src.keras.layers.norm.layer_normalization import (
    LayerNormalization as LayerNormalization,
)
from tensorbrook._src.keras.layers.norm.rms_normalization import (
    RMSNormalization as RMSNormalization,
)
from tensorbrook._src.keras.layers.norm.spectral_normalization import (
    SpectralNormalization as SpectralNormalization,
)
from tensorbrook._src.keras.layers.norm.unit_normalization import (
    UnitNormalization as UnitNormalization,
)
from tensorbrook._src.keras.layers.pool.adaptive_average_pooling1d import (
    AdaptiveAveragePooling1D as AdaptiveAveragePooling1D,
)
from tensorbrook._src.keras.layers.pool.adaptive_average_pooling2d import (
    AdaptiveAveragePooling2D as AdaptiveAveragePooling2D,
)
from tensorbrook._src.keras.layers.pool.adaptive_average_pooling3d import (
    AdaptiveAveragePooling3D as AdaptiveAveragePooling3D,
)
from tensorbrook._src.keras.layers.pool.adaptive_max_pooling1d import (
    AdaptiveMaxPooling1D as AdaptiveMaxPooling1D,
)
from tensorbrook._src.keras.layers.pool.adaptive_max_pooling2d import (
    AdaptiveMaxPooling2D as AdaptiveMaxPooling2D,
)
from tensorbrook._src.keras.layers.pool.adaptive_max_pooling3d import (
    AdaptiveMaxPooling3D as AdaptiveMaxPooling3D,
)
from tensorbrook._src.keras.layers.pool.average_pooling1d import (
    AveragePooling1D as AveragePooling1D,
)
from tensorbrook._src.keras.layers.pool.average_pooling1d import (
    AveragePooling1D as AvgPool1D,
)
from tensorbrook._src.keras.layers.pool.average_pooling2d import (
    AveragePooling2D as AveragePooling2D,
)
from tensorbrook._src.keras.layers.pool.average_pooling2d import (
    AveragePooling2D as AvgPool2D,
)
from tensorbrook._src.keras.layers.pool.average_pooling3d import (
    AveragePooling3D as AveragePooling3D,
)
from tensorbrook._src.keras.layers.pool.average_pooling3d import (
    AveragePooling3D as AvgPool3D,
)
from tensorbrook._src.keras.layers.pool.global_average_pooling1d import (
    GlobalAveragePooling1D as GlobalAveragePooling1D,
)
from tensorbrook._src.keras.layers.pool.global_average_pooling1d import (
    GlobalAveragePooling1D as GlobalAvgPool1D,
)
from tensorbrook._src.keras.layers.pool.global_average_pooling2d import (
    GlobalAveragePooling2D as GlobalAveragePooling2D,
)
from tensorbrook._src.keras.layers.pool.global_average_pooling2d import (
    GlobalAveragePooling2D as GlobalAvgPool2D,
)
from tensorbrook._src.keras.layers.pool.global_average_pooling3d import (
    GlobalAveragePooling3D as GlobalAveragePooling3D,
)
from tensorbrook._src.keras.layers.pool.global_average_pooling3d import (
    GlobalAveragePooling3D as GlobalAvgPool3D,
)
from tensorbrook._src.keras.layers.pool.global_max_pooling1d import (
    GlobalMaxPooling1D as GlobalMaxPool1D,
)
from tensorbrook._src.keras.layers.pool.global_max_pooling1d import (
    GlobalMaxPooling1D as GlobalMaxPooling1D,
)
from tensorbrook._src.keras.layers.pool.global_max_pooling2d import (
    GlobalMaxPooling2D as GlobalMaxPool2D,
)
from tensorbrook._src.keras.layers.pool.global_max_pooling2d import (
    GlobalMaxPooling2D as GlobalMaxPooling2D,
)
from tensorbrook._src.keras.layers.pool.global_max_pooling3d import (
    GlobalMaxPooling3D as GlobalMaxPool3D,
)
from tensorbrook._src.keras.layers.pool.global_max_pooling3d import (
    GlobalMaxPooling3D as GlobalMaxPooling3D,
)
from tensorbrook._src.keras.layers.pool.max_pooling1d import MaxPooling1D as MaxPool1D
from tensorbrook._src.keras.layers.pool.max_pooling1d import (
    MaxPooling1D as MaxPooling1D,
)
from tensorbrook._src.keras.layers.pool.max_pooling2d import MaxPooling2D as MaxPool2D
from tensorbrook._src.keras.layers.pool.max_pooling2d import (
    MaxPooling2D as MaxPooling2D,
)
from tensorbrook._src.keras.layers.pool.max_pooling3d import MaxPooling3D as MaxPool3D
from tensorbrook._src.keras.layers.pool.max_pooling3d import (
    MaxPooling3D as MaxPooling3D,
)
from tensorbrook._src.keras.layers.preprocess.category_encoding import (
    CategoryEncoding as CategoryEncoding,
)
from tensorbrook._src.keras.layers.preprocess.discretization import (
    Discretization as Discretization,
)
from tensorbrook._src.keras.layers.preprocess.hashed_crossing import (
    HashedCrossing as HashedCrossing,
)
from tensorbrook._src.keras.layers.preprocess.hashing import Hashing as Hashing
from tensorbrook._src.keras.layers.preprocess.integer_lookup import (
    IntegerLookup as IntegerLookup,
)
from tensorbrook._src.keras.layers.preprocess.mel_spectrogram import (
    MelSpectrogram as MelSpectrogram,
)
from tensorbrook._src.keras.layers.preprocess.normalization import (
    Normalization as Normalization,
)
from tensorbrook._src.keras.layers.preprocess.pipeline import Pipeline as Pipeline
from tensorbrook._src.keras.layers.preprocess.rescaling import Rescaling as Rescaling
from tensorbrook._src.keras.layers.preprocess.stft_spectrogram import (
    STFTSpectrogram as STFTSpectrogram,
)
from tensorbrook._src.keras.layers.preprocess.string_lookup import (
    StringLookup as StringLookup,
)
from tensorbrook._src.keras.layers.preprocess.text_vectorization import (
    TextVectorization as TextVectorization,
)
from tensorbrook._src.keras.layers.regularize.activity_regularization import (
    ActivityRegularization as ActivityRegularization,
)
from tensorbrook._src.keras.layers.regularize.alpha_dropout import (
    AlphaDropout as AlphaDropout,
)
from tensorbrook._src.keras.layers.regularize.dropout import Dropout as Dropout
from tensorbrook._src.keras.layers.regularize.gaussian_dropout import (
    GaussianDropout as GaussianDropout,
)
from tensorbrook._src.keras.layers.regularize.gaussian_noise import (
    GaussianNoise as GaussianNoise,
)
from tensorbrook._src.keras.layers.regularize.spatial_dropout1d import (
    SpatialDropout1D as SpatialDropout1D,
)
from tensorbrook._src.keras.layers.regularize.spatial_dropout2d import (
    SpatialDropout2D as SpatialDropout2D,
)
from tensorbrook._src.keras.layers.regularize.spatial_dropout3d import (
    SpatialDropout3D as SpatialDropout3D,
)
from tensorbrook._src.keras.layers.reshape.cropping1d import Cropping1D as Cropping1D
from tensorbrook._src.keras.layers.reshape.cropping2d import Cropping2D as Cropping2D
from tensorbrook._src.keras.layers.reshape.cropping3d import Cropping3D as Cropping3D
from tensorbrook._src.keras.layers.reshape.flatten import Flatten as Flatten
from tensorbrook._src.keras.layers.reshape.permute import Permute as Permute
from tensorbrook._src.keras.layers.reshape.repeat_vector import (
    RepeatVector as RepeatVector,
)
from tensorbrook._src.keras.layers.reshape.reshape import Reshape as Reshape
from tensorbrook._src.keras.layers.reshape.up_sampling1d import (
    UpSampling1D as UpSampling1D,
)
from tensorbrook._src.keras.layers.reshape.up_sampling2d import (
    UpSampling2D as UpSampling2D,
)
from tensorbrook._src.keras.layers.reshape.up_sampling3d import (
    UpSampling3D as UpSampling3D,
)
from tensorbrook._src.keras.layers.reshape.zero_padding1d import (
    ZeroPadding1D as ZeroPadding1D,
)
from tensorbrook._src.keras.layers.reshape.zero_padding2d import (
    ZeroPadding2D as ZeroPadding2D,
)
from tensorbrook._src.keras.layers.reshape.zero_padding3d import (
    ZeroPadding3D as ZeroPadding3D,
)
from tensorbrook._src.keras.layers.rnn.bidirectional import (
    Bidirectional as Bidirectional,
)
from tensorbrook._src.keras.layers.rnn.conv_lstm1d import ConvLSTM1D as ConvLSTM1D
from tensorbrook._src.keras.layers.rnn.conv_lstm2d import ConvLSTM2D as ConvLSTM2D
from tensorbrook._src.keras.layers.rnn.conv_lstm3d import ConvLSTM3D as ConvLSTM3D
from tensorbrook._src.keras.layers.rnn.gru import GRU as GRU
from tensorbrook._src.keras.layers.rnn.gru_cell import GRUCell as GRUCell
from tensorbrook._src.keras.layers.rnn.lstm import LSTM as LSTM
from tensorbrook._src.keras.layers.rnn.lstm_cell import LSTMCell as LSTMCell
from tensorbrook._src.keras.layers.rnn.rnn import RNN as RNN
from tensorbrook._src.keras.layers.rnn.simple_rnn import SimpleRNN as SimpleRNN
from tensorbrook._src.keras.layers.rnn.simple_rnn_cell import (
    SimpleRNNCell as SimpleRNNCell,
)
from tensorbrook._src.keras.layers.rnn.stacked_rnn_cells import (
    StackedRNNCells as StackedRNNCells,
)
from tensorbrook._src.keras.layers.rnn.time_distributed import (
    TimeDistributed as TimeDistributed,
)
from tensorbrook.keras.layers import experimental as experimental
