"""What may still change."""

from tensorbrook._src.data.iterator import Optional as Optional
from tensorbrook.experimental import numpy as numpy
