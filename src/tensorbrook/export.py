"""Files for other programs: safetensors, ONNX, StableHLO."""

from tensorbrook._src.export.onnx_export import to_onnx as to_onnx
from tensorbrook._src.export.stablehlo import to_stablehlo as to_stablehlo
from tensorbrook._src.export.tensors import load_safetensors as load_safetensors
from tensorbrook._src.export.tensors import save_safetensors as save_safetensors
