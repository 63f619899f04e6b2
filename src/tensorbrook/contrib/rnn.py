"""Recurrent cells of `tf.contrib`."""

from tensorbrook._src.compat_v1.contrib.missing import rnn as __getattr__
from tensorbrook._src.compat_v1.contrib.stacked import (
    stack_bidirectional_dynamic_rnn as stack_bidirectional_dynamic_rnn,
)
from tensorbrook._src.compat_v1.contrib.stacked import (
    stack_bidirectional_rnn as stack_bidirectional_rnn,
)
from tensorbrook._src.compat_v1.rnn.cell import RNNCell as RNNCell
from tensorbrook._src.compat_v1.rnn.cells import BasicLSTMCell as BasicLSTMCell
from tensorbrook._src.compat_v1.rnn.cells import BasicRNNCell as BasicRNNCell
from tensorbrook._src.compat_v1.rnn.cells import GRUCell as GRUCell
from tensorbrook._src.compat_v1.rnn.cells import LSTMCell as LSTMCell
from tensorbrook._src.compat_v1.rnn.cells import LSTMStateTuple as LSTMStateTuple
from tensorbrook._src.compat_v1.rnn.cells import MultiRNNCell as MultiRNNCell
from tensorbrook._src.compat_v1.rnn.static import (
    static_bidirectional_rnn as static_bidirectional_rnn,
)
from tensorbrook._src.compat_v1.rnn.static import static_rnn as static_rnn
from tensorbrook._src.compat_v1.rnn.static import (
    static_state_saving_rnn as static_state_saving_rnn,
)
from tensorbrook._src.compat_v1.rnn.wrappers import DeviceWrapper as DeviceWrapper
from tensorbrook._src.compat_v1.rnn.wrappers import DropoutWrapper as DropoutWrapper
from tensorbrook._src.compat_v1.rnn.wrappers import ResidualWrapper as ResidualWrapper
