"""Layers, for 1.x programs."""

from tensorbrook._src.compat_v1.layers.base import Layer as Layer
from tensorbrook._src.compat_v1.layers.conv import Conv1D as Conv1D
from tensorbrook._src.compat_v1.layers.conv import Conv2D as Conv2D
from tensorbrook._src.compat_v1.layers.conv import Conv3D as Conv3D
from tensorbrook._src.compat_v1.layers.conv import conv1d as conv1d
from tensorbrook._src.compat_v1.layers.conv import conv2d as conv2d
from tensorbrook._src.compat_v1.layers.conv import conv3d as conv3d
from tensorbrook._src.compat_v1.layers.conv_relatives import (
    Conv2DTranspose as Conv2DTranspose,
)
from tensorbrook._src.compat_v1.layers.conv_relatives import (
    Conv3DTranspose as Conv3DTranspose,
)
from tensorbrook._src.compat_v1.layers.conv_relatives import (
    SeparableConv1D as SeparableConv1D,
)
from tensorbrook._src.compat_v1.layers.conv_relatives import (
    SeparableConv2D as SeparableConv2D,
)
from tensorbrook._src.compat_v1.layers.conv_relatives import (
    conv2d_transpose as conv2d_transpose,
)
from tensorbrook._src.compat_v1.layers.conv_relatives import (
    conv3d_transpose as conv3d_transpose,
)
from tensorbrook._src.compat_v1.layers.conv_relatives import (
    separable_conv1d as separable_conv1d,
)
from tensorbrook._src.compat_v1.layers.conv_relatives import (
    separable_conv2d as separable_conv2d,
)
from tensorbrook._src.compat_v1.layers.core import Dense as Dense
from tensorbrook._src.compat_v1.layers.core import Dropout as Dropout
from tensorbrook._src.compat_v1.layers.core import Flatten as Flatten
from tensorbrook._src.compat_v1.layers.core import dense as dense
from tensorbrook._src.compat_v1.layers.core import dropout as dropout
from tensorbrook._src.compat_v1.layers.core import flatten as flatten
from tensorbrook._src.compat_v1.layers.normalization import (
    BatchNormalization as BatchNormalization,
)
from tensorbrook._src.compat_v1.layers.normalization import (
    batch_normalization as batch_normalization,
)
from tensorbrook._src.compat_v1.layers.pooling import (
    AveragePooling1D as AveragePooling1D,
)
from tensorbrook._src.compat_v1.layers.pooling import (
    AveragePooling2D as AveragePooling2D,
)
from tensorbrook._src.compat_v1.layers.pooling import (
    AveragePooling3D as AveragePooling3D,
)
from tensorbrook._src.compat_v1.layers.pooling import MaxPooling1D as MaxPooling1D
from tensorbrook._src.compat_v1.layers.pooling import MaxPooling2D as MaxPooling2D
from tensorbrook._src.compat_v1.layers.pooling import MaxPooling3D as MaxPooling3D
from tensorbrook._src.compat_v1.layers.pooling import (
    average_pooling1d as average_pooling1d,
)
from tensorbrook._src.compat_v1.layers.pooling import (
    average_pooling2d as average_pooling2d,
)
from tensorbrook._src.compat_v1.layers.pooling import (
    average_pooling3d as average_pooling3d,
)
from tensorbrook._src.compat_v1.layers.pooling import max_pooling1d as max_pooling1d
from tensorbrook._src.compat_v1.layers.pooling import max_pooling2d as max_pooling2d
from tensorbrook._src.compat_v1.layers.pooling import max_pooling3d as max_pooling3d
