"""Weights and inputs of few bits."""

from tensorbrook._src.keras.quantizers.arithmetic import (
    abs_max_quantize as abs_max_quantize,
)
from tensorbrook._src.keras.quantizers.arithmetic import (
    abs_max_quantize_grouped_with_zero_point as abs_max_quantize_grouped_with_zero_point,
)
from tensorbrook._src.keras.quantizers.arithmetic import (
    compute_float8_amax_history as compute_float8_amax_history,
)
from tensorbrook._src.keras.quantizers.arithmetic import (
    compute_float8_scale as compute_float8_scale,
)
from tensorbrook._src.keras.quantizers.arithmetic import (
    fake_quant_with_min_max_vars as fake_quant_with_min_max_vars,
)
from tensorbrook._src.keras.quantizers.arithmetic import pack_int4 as pack_int4
from tensorbrook._src.keras.quantizers.arithmetic import (
    quantize_and_dequantize as quantize_and_dequantize,
)
from tensorbrook._src.keras.quantizers.arithmetic import unpack_int4 as unpack_int4
from tensorbrook._src.keras.quantizers.configs import AWQConfig as AWQConfig
from tensorbrook._src.keras.quantizers.configs import (
    Float8QuantizationConfig as Float8QuantizationConfig,
)
from tensorbrook._src.keras.quantizers.configs import GPTQConfig as GPTQConfig
from tensorbrook._src.keras.quantizers.configs import (
    Int4QuantizationConfig as Int4QuantizationConfig,
)
from tensorbrook._src.keras.quantizers.configs import (
    Int8QuantizationConfig as Int8QuantizationConfig,
)
from tensorbrook._src.keras.quantizers.configs import (
    QuantizationConfig as QuantizationConfig,
)
from tensorbrook._src.keras.quantizers.quantizers import (
    AbsMaxQuantizer as AbsMaxQuantizer,
)
from tensorbrook._src.keras.quantizers.quantizers import Quantizer as Quantizer
from tensorbrook._src.keras.quantizers.quantizers import deserialize as deserialize
from tensorbrook._src.keras.quantizers.quantizers import get as get
from tensorbrook._src.keras.quantizers.quantizers import serialize as serialize
