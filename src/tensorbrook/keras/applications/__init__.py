"""Architectures that were published with weights."""

from tensorbrook._src.keras.applications.convnext import ConvNeXtBase as ConvNeXtBase
from tensorbrook._src.keras.applications.convnext import ConvNeXtLarge as ConvNeXtLarge
from tensorbrook._src.keras.applications.convnext import ConvNeXtSmall as ConvNeXtSmall
from tensorbrook._src.keras.applications.convnext import ConvNeXtTiny as ConvNeXtTiny
from tensorbrook._src.keras.applications.convnext import (
    ConvNeXtXLarge as ConvNeXtXLarge,
)
from tensorbrook._src.keras.applications.densenet import DenseNet121 as DenseNet121
from tensorbrook._src.keras.applications.densenet import DenseNet169 as DenseNet169
from tensorbrook._src.keras.applications.densenet import DenseNet201 as DenseNet201
from tensorbrook._src.keras.applications.efficientnet import (
    EfficientNetB0 as EfficientNetB0,
)
from tensorbrook._src.keras.applications.efficientnet import (
    EfficientNetB1 as EfficientNetB1,
)
from tensorbrook._src.keras.applications.efficientnet import (
    EfficientNetB2 as EfficientNetB2,
)
from tensorbrook._src.keras.applications.efficientnet import (
    EfficientNetB3 as EfficientNetB3,
)
from tensorbrook._src.keras.applications.efficientnet import (
    EfficientNetB4 as EfficientNetB4,
)
from tensorbrook._src.keras.applications.efficientnet import (
    EfficientNetB5 as EfficientNetB5,
)
from tensorbrook._src.keras.applications.efficientnet import (
    EfficientNetB6 as EfficientNetB6,
)
from tensorbrook._src.keras.applications.efficientnet import (
    EfficientNetB7 as EfficientNetB7,
)
from tensorbrook._src.keras.applications.efficientnet_v2 import (
    EfficientNetV2B0 as EfficientNetV2B0,
)
from tensorbrook._src.keras.applications.efficientnet_v2 import (
    EfficientNetV2B1 as EfficientNetV2B1,
)
from tensorbrook._src.keras.applications.efficientnet_v2 import (
    EfficientNetV2B2 as EfficientNetV2B2,
)
from tensorbrook._src.keras.applications.efficientnet_v2 import (
    EfficientNetV2B3 as EfficientNetV2B3,
)
from tensorbrook._src.keras.applications.efficientnet_v2 import (
    EfficientNetV2L as EfficientNetV2L,
)
from tensorbrook._src.keras.applications.efficientnet_v2 import (
    EfficientNetV2M as EfficientNetV2M,
)
from tensorbrook._src.keras.applications.efficientnet_v2 import (
    EfficientNetV2S as EfficientNetV2S,
)
from tensorbrook._src.keras.applications.inception_resnet_v2 import (
    InceptionResNetV2 as InceptionResNetV2,
)
from tensorbrook._src.keras.applications.inception_v3 import InceptionV3 as InceptionV3
from tensorbrook._src.keras.applications.mobilenet import MobileNet as MobileNet
from tensorbrook._src.keras.applications.mobilenet_v2 import MobileNetV2 as MobileNetV2
from tensorbrook._src.keras.applications.mobilenet_v3 import (
    MobileNetV3Large as MobileNetV3Large,
)
from tensorbrook._src.keras.applications.mobilenet_v3 import (
    MobileNetV3Small as MobileNetV3Small,
)
from tensorbrook._src.keras.applications.nasnet import NASNetLarge as NASNetLarge
from tensorbrook._src.keras.applications.nasnet import NASNetMobile as NASNetMobile
from tensorbrook._src.keras.applications.resnet import ResNet50 as ResNet50
from tensorbrook._src.keras.applications.resnet import ResNet50V2 as ResNet50V2
from tensorbrook._src.keras.applications.resnet import ResNet101 as ResNet101
from tensorbrook._src.keras.applications.resnet import ResNet101V2 as ResNet101V2
from tensorbrook._src.keras.applications.resnet import ResNet152 as ResNet152
from tensorbrook._src.keras.applications.resnet import ResNet152V2 as ResNet152V2
from tensorbrook._src.keras.applications.vgg import VGG16 as VGG16
from tensorbrook._src.keras.applications.vgg import VGG19 as VGG19
from tensorbrook._src.keras.applications.xception import Xception as Xception
from tensorbrook.keras.applications import convnext as convnext
from tensorbrook.keras.applications import densenet as densenet
from tensorbrook.keras.applications import efficientnet as efficientnet
from tensorbrook.keras.applications import efficientnet_v2 as efficientnet_v2
from tensorbrook.keras.applications import imagenet_utils as imagenet_utils
from tensorbrook.keras.applications import inception_resnet_v2 as inception_resnet_v2
from tensorbrook.keras.applications import inception_v3 as inception_v3
from tensorbrook.keras.applications import mobilenet as mobilenet
from tensorbrook.keras.applications import mobilenet_v2 as mobilenet_v2
from tensorbrook.keras.applications import mobilenet_v3 as mobilenet_v3
from tensorbrook.keras.applications import nasnet as nasnet
from tensorbrook.keras.applications import resnet as resnet
from tensorbrook.keras.applications import resnet50 as resnet50
from tensorbrook.keras.applications import resnet_v2 as resnet_v2
from tensorbrook.keras.applications import vgg16 as vgg16
from tensorbrook.keras.applications import vgg19 as vgg19
from tensorbrook.keras.applications import xception as xception
