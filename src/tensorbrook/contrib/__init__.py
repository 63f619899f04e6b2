"""What programs of 1.x used of `tf.contrib`."""

from tensorbrook._src.compat_v1.contrib.missing import contrib as __getattr__
from tensorbrook.contrib import crf as crf
from tensorbrook.contrib import data as data
from tensorbrook.contrib import distributions as distributions
from tensorbrook.contrib import eager as eager
from tensorbrook.contrib import framework as framework
from tensorbrook.contrib import image as image
from tensorbrook.contrib import layers as layers
from tensorbrook.contrib import learn as learn
from tensorbrook.contrib import legacy_seq2seq as legacy_seq2seq
from tensorbrook.contrib import metrics as metrics
from tensorbrook.contrib import opt as opt
from tensorbrook.contrib import predictor as predictor
from tensorbrook.contrib import rnn as rnn
from tensorbrook.contrib import seq2seq as seq2seq
from tensorbrook.contrib import slim as slim
from tensorbrook.contrib import summary as summary
from tensorbrook.contrib import tensorboard as tensorboard
from tensorbrook.contrib import training as training
