"""Initial values of weights."""

from tensorbrook._src.keras.initializers.constant import Constant as Constant
from tensorbrook._src.keras.initializers.constant import Constant as constant
from tensorbrook._src.keras.initializers.constant import Identity as Identity
from tensorbrook._src.keras.initializers.constant import Identity as IdentityInitializer
from tensorbrook._src.keras.initializers.constant import Identity as identity
from tensorbrook._src.keras.initializers.constant import Ones as Ones
from tensorbrook._src.keras.initializers.constant import Ones as ones
from tensorbrook._src.keras.initializers.constant import Zeros as Zeros
from tensorbrook._src.keras.initializers.constant import Zeros as zeros
from tensorbrook._src.keras.initializers.initializer import Initializer as Initializer
from tensorbrook._src.keras.initializers.lookup import deserialize as deserialize
from tensorbrook._src.keras.initializers.lookup import get as get
from tensorbrook._src.keras.initializers.lookup import serialize as serialize
from tensorbrook._src.keras.initializers.random import GlorotNormal as GlorotNormal
from tensorbrook._src.keras.initializers.random import GlorotNormal as glorot_normal
from tensorbrook._src.keras.initializers.random import GlorotUniform as GlorotUniform
from tensorbrook._src.keras.initializers.random import GlorotUniform as glorot_uniform
from tensorbrook._src.keras.initializers.random import HeNormal as HeNormal
from tensorbrook._src.keras.initializers.random import HeNormal as he_normal
from tensorbrook._src.keras.initializers.random import HeUniform as HeUniform
from tensorbrook._src.keras.initializers.random import HeUniform as he_uniform
from tensorbrook._src.keras.initializers.random import LecunNormal as LecunNormal
from tensorbrook._src.keras.initializers.random import LecunNormal as lecun_normal
from tensorbrook._src.keras.initializers.random import LecunUniform as LecunUniform
from tensorbrook._src.keras.initializers.random import LecunUniform as lecun_uniform
from tensorbrook._src.keras.initializers.random import Orthogonal as Orthogonal
from tensorbrook._src.keras.initializers.random import (
    Orthogonal as OrthogonalInitializer,
)
from tensorbrook._src.keras.initializers.random import Orthogonal as orthogonal
from tensorbrook._src.keras.initializers.random import RandomNormal as RandomNormal
from tensorbrook._src.keras.initializers.random import RandomNormal as random_normal
from tensorbrook._src.keras.initializers.random import RandomUniform as RandomUniform
from tensorbrook._src.keras.initializers.random import RandomUniform as random_uniform
from tensorbrook._src.keras.initializers.random import (
    TruncatedNormal as TruncatedNormal,
)
from tensorbrook._src.keras.initializers.random import (
    TruncatedNormal as truncated_normal,
)
from tensorbrook._src.keras.initializers.random import (
    VarianceScaling as VarianceScaling,
)
from tensorbrook._src.keras.initializers.random import (
    VarianceScaling as variance_scaling,
)
from tensorbrook._src.keras.initializers.stft import STFT as STFT
from tensorbrook._src.keras.initializers.stft import STFT as STFTInitializer
from tensorbrook._src.keras.initializers.stft import STFT as stft
