"""Steps, scopes and raw messages of summaries."""

from tensorbrook._src.summaries.writer import get_step as get_step
from tensorbrook._src.summaries.writer import set_step as set_step
from tensorbrook._src.summaries.writer import summary_scope as summary_scope
from tensorbrook._src.summaries.writer import write_raw_pb as write_raw_pb
