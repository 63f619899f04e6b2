"""Files for other programs: safetensors, ONNX, StableHLO."""
