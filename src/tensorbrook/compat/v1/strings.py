"""Strings, with the arguments of 1.x."""

from tensorbrook._src.compat_v1.strings import length as length
from tensorbrook._src.compat_v1.strings import reduce_join as reduce_join
from tensorbrook._src.compat_v1.strings import split as split
from tensorbrook._src.compat_v1.strings import substr as substr
from tensorbrook._src.compat_v1.strings import to_hash_bucket as to_hash_bucket
from tensorbrook._src.compat_v1.strings import to_number as to_number
from tensorbrook._src.ops.printing import format as format
from tensorbrook._src.ops.string_hash import to_hash_bucket_fast as to_hash_bucket_fast
from tensorbrook._src.ops.string_hash import (
    to_hash_bucket_strong as to_hash_bucket_strong,
)
from tensorbrook._src.ops.string_numbers import as_string as as_string
from tensorbrook._src.ops.string_regex import regex_full_match as regex_full_match
from tensorbrook._src.ops.string_regex import regex_replace as regex_replace
from tensorbrook._src.ops.string_split import bytes_split as bytes_split
from tensorbrook._src.ops.string_split import ngrams as ngrams
from tensorbrook._src.ops.strings import join as join
from tensorbrook._src.ops.strings import lower as lower
from tensorbrook._src.ops.strings import strip as strip
from tensorbrook._src.ops.strings import unsorted_segment_join as unsorted_segment_join
from tensorbrook._src.ops.strings import upper as upper
from tensorbrook._src.ops.unicode_ops import unicode_decode as unicode_decode
from tensorbrook._src.ops.unicode_ops import (
    unicode_decode_with_offsets as unicode_decode_with_offsets,
)
from tensorbrook._src.ops.unicode_ops import unicode_encode as unicode_encode
from tensorbrook._src.ops.unicode_ops import unicode_script as unicode_script
from tensorbrook._src.ops.unicode_ops import unicode_split as unicode_split
from tensorbrook._src.ops.unicode_ops import (
    unicode_split_with_offsets as unicode_split_with_offsets,
)
from tensorbrook._src.ops.unicode_ops import unicode_transcode as unicode_transcode
