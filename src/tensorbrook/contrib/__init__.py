"""What programs of 1.x used of `tf.contrib`."""

from tensorbrook._src.compat_v1.contrib.missing import contrib as __getattr__
from tensorbrook.contrib import framework as framework
from tensorbrook.contrib import layers as layers
from tensorbrook.contrib import rnn as rnn
from tensorbrook.contrib import seq2seq as seq2seq
