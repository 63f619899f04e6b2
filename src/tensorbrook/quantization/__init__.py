"""Floats as small integers."""

from tensorbrook._src.ops.fake_quant import (
    fake_quant_with_min_max_args as fake_quant_with_min_max_args,
)
from tensorbrook._src.ops.fake_quant import (
    fake_quant_with_min_max_args_gradient as fake_quant_with_min_max_args_gradient,
)
from tensorbrook._src.ops.fake_quant import (
    fake_quant_with_min_max_vars as fake_quant_with_min_max_vars,
)
from tensorbrook._src.ops.fake_quant import (
    fake_quant_with_min_max_vars_gradient as fake_quant_with_min_max_vars_gradient,
)
from tensorbrook._src.ops.fake_quant import (
    fake_quant_with_min_max_vars_per_channel as fake_quant_with_min_max_vars_per_channel,
)
from tensorbrook._src.ops.fake_quant import (
    fake_quant_with_min_max_vars_per_channel_gradient as fake_quant_with_min_max_vars_per_channel_gradient,  # noqa: E501 - one name, twice
)
from tensorbrook._src.ops.quantization import dequantize as dequantize
from tensorbrook._src.ops.quantization import quantize as quantize
from tensorbrook._src.ops.quantization import (
    quantize_and_dequantize as quantize_and_dequantize,
)
from tensorbrook._src.ops.quantization import (
    quantize_and_dequantize_v2 as quantize_and_dequantize_v2,
)
from tensorbrook._src.ops.quantized_layout import quantized_concat as quantized_concat
