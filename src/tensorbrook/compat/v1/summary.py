"""Summaries as nodes of graphs, and their writer."""

from tensorbrook._src.compat_v1.file_writer import FileWriter as FileWriter
from tensorbrook._src.compat_v1.file_writer import FileWriterCache as FileWriterCache
from tensorbrook._src.compat_v1.summary import all_v2_summary_ops as all_v2_summary_ops
from tensorbrook._src.compat_v1.summary import audio as audio
from tensorbrook._src.compat_v1.summary import (
    get_summary_description as get_summary_description,
)
from tensorbrook._src.compat_v1.summary import histogram as histogram
from tensorbrook._src.compat_v1.summary import image as image
from tensorbrook._src.compat_v1.summary import initialize as initialize
from tensorbrook._src.compat_v1.summary import merge as merge
from tensorbrook._src.compat_v1.summary import merge_all as merge_all
from tensorbrook._src.compat_v1.summary import scalar as scalar
from tensorbrook._src.compat_v1.summary import tensor_summary as tensor_summary
from tensorbrook._src.compat_v1.summary import text as text
from tensorbrook._src.formats.protos import Event as Event
from tensorbrook._src.formats.protos import SessionLog as SessionLog
from tensorbrook._src.formats.protos import Summary as Summary
from tensorbrook._src.formats.protos import SummaryDescription as SummaryDescription
from tensorbrook._src.formats.protos import TaggedRunMetadata as TaggedRunMetadata
