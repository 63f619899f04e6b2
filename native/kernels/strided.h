// One copy routine behind transpose, slice, pad, tile, broadcast and reverse.
#pragma once

#include "../array.h"

namespace tb {

// Copies a box of elements; strides count elements and may be zero (in the source) or negative.
struct StridedCopy {
  static constexpr int kMaxRank = 16;

  int rank = 0;
  int64_t dims[kMaxRank];
  int64_t from[kMaxRank];
  int64_t to[kMaxRank];

  bool add(int64_t size, int64_t from_stride, int64_t to_stride) {
    if (rank == kMaxRank) return false;
    dims[rank] = size;
    from[rank] = from_stride;
    to[rank++] = to_stride;
    return true;
  }

  // The element's size is 1, 2, 4, 8 or 16 bytes; false for another one.
  bool run(const void* source, void* target, size_t element);

 private:
  void merge();
};

// Row-major strides of an array.
Dims strides_of(const Dims& dims);

}  // namespace tb
