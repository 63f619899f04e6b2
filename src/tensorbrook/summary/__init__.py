"""Writing what TensorBoard shows."""

from tensorbrook._src.summaries.data import audio as audio
from tensorbrook._src.summaries.data import histogram as histogram
from tensorbrook._src.summaries.data import image as image
from tensorbrook._src.summaries.data import scalar as scalar
from tensorbrook._src.summaries.data import text as text
from tensorbrook._src.summaries.trace import graph as graph
from tensorbrook._src.summaries.trace import trace_export as trace_export
from tensorbrook._src.summaries.trace import trace_off as trace_off
from tensorbrook._src.summaries.trace import trace_on as trace_on
from tensorbrook._src.summaries.writer import SummaryWriter as SummaryWriter
from tensorbrook._src.summaries.writer import create_file_writer as create_file_writer
from tensorbrook._src.summaries.writer import create_noop_writer as create_noop_writer
from tensorbrook._src.summaries.writer import flush as flush
from tensorbrook._src.summaries.writer import record_if as record_if
from tensorbrook._src.summaries.writer import (
    should_record_summaries as should_record_summaries,
)
from tensorbrook._src.summaries.writer import write as write
from tensorbrook.summary import experimental as experimental
