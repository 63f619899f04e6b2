"""What neurons do with a number, and the slopes of that."""

import numpy as np
import pytest

from tests.ops.driver import Sample, check, wave

_X = np.array([-7.0, -1.3, -0.2, 0.4, 2.7, 6.5])
SAMPLES = [
    Sample("Elu", [_X]),
    Sample("EluGrad", [wave(6), _X / 8]),
    Sample("LeakyRelu", [_X], {"alpha": 0.25}, expected=np.maximum(_X, 0.25 * _X)),
    Sample("LeakyReluGrad", [wave(6), _X], {"alpha": 0.25}),
    Sample("LogSoftmax", [wave(2, 3)]),
    Sample("Relu", [_X], expected=np.maximum(_X, 0)),
    Sample("Relu6", [_X], expected=np.clip(_X, 0, 6)),
    Sample("Relu6Grad", [wave(6), _X]),
    Sample("ReluGrad", [wave(6), _X], expected=wave(6) * (_X > 0)),
    Sample("Selu", [_X]),
    Sample("SeluGrad", [wave(6), _X / 8]),
    Sample("Softmax", [wave(2, 3)]),
    Sample("Softplus", [_X], expected=np.log1p(np.exp(_X))),
    Sample("SoftplusGrad", [wave(6), _X]),
    Sample("Softsign", [_X], expected=_X / (1 + np.abs(_X))),
    Sample("SoftsignGrad", [wave(6), _X]),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.op_name)
def test_records(sample: Sample) -> None:
    check(sample)
