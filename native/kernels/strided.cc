#include "strided.h"

#include <cstring>

#include "../parallel.h"

namespace tb {

Dims strides_of(const Dims& dims) {
  Dims strides(dims.rank());
  int64_t step = 1;
  for (int i = dims.rank() - 1; i >= 0; --i) {
    strides[i] = step;
    step *= dims[i];
  }
  return strides;
}

// Drops dimensions of one element and joins neighbours that are contiguous on both sides.
void StridedCopy::merge() {
  int n = 0;
  for (int i = 0; i < rank; ++i) {
    if (dims[i] == 1) continue;
    bool joins = n > 0 && from[n - 1] == from[i] * dims[i] && to[n - 1] == to[i] * dims[i];
    if (joins) {
      dims[n - 1] *= dims[i];
    } else {
      dims[n++] = dims[i];
    }
    from[n - 1] = from[i];
    to[n - 1] = to[i];
  }
  rank = n;
}

namespace {

struct Element16 {
  uint64_t words[2];
};

template <class E>
void copy_line(const E* source, E* target, int64_t n, int64_t from, int64_t to) {
  if (from == 1 && to == 1) {
    std::memcpy(target, source, static_cast<size_t>(n) * sizeof(E));
  } else if (from == 0 && to == 1) {
    std::fill_n(target, n, *source);
  } else {
    for (int64_t i = 0; i < n; ++i) target[i * to] = source[i * from];
  }
}

// Both strides are long: square tiles keep the touched lines of both sides in cache.
template <class E>
void copy_plane(const E* source, E* target, const int64_t* dims, const int64_t* from,
                const int64_t* to) {
  constexpr int64_t tile = 32;
  for (int64_t i0 = 0; i0 < dims[0]; i0 += tile) {
    int64_t i1 = std::min(dims[0], i0 + tile);
    for (int64_t j0 = 0; j0 < dims[1]; j0 += tile) {
      int64_t j1 = std::min(dims[1], j0 + tile);
      for (int64_t i = i0; i < i1; ++i) {
        for (int64_t j = j0; j < j1; ++j) {
          target[i * to[0] + j * to[1]] = source[i * from[0] + j * from[1]];
        }
      }
    }
  }
}

template <class E>
void copy_box(const StridedCopy& copy, const E* source, E* target) {
  int last = copy.rank - 1;
  bool planes =
      copy.rank >= 2 && copy.from[last] != 1 && copy.from[last] != 0 && copy.from[last - 1] == 1;
  int outer_rank = planes ? last - 1 : last;
  int64_t outer = 1, inner = 1;
  for (int i = 0; i < copy.rank; ++i) (i < outer_rank ? outer : inner) *= copy.dims[i];
  parallel_for(outer, inner + 4, [&](int64_t begin, int64_t end) {
    for (int64_t line = begin; line < end; ++line) {
      int64_t at_source = 0, at_target = 0, rest = line;
      for (int i = outer_rank - 1; i >= 0; --i) {
        int64_t index = rest % copy.dims[i];
        rest /= copy.dims[i];
        at_source += index * copy.from[i];
        at_target += index * copy.to[i];
      }
      if (planes) {
        copy_plane(source + at_source, target + at_target, copy.dims + outer_rank,
                   copy.from + outer_rank, copy.to + outer_rank);
      } else {
        copy_line(source + at_source, target + at_target, copy.dims[last], copy.from[last],
                  copy.to[last]);
      }
    }
  });
}

template <class E>
void copy_typed(const StridedCopy& copy, const void* source, void* target) {
  copy_box(copy, static_cast<const E*>(source), static_cast<E*>(target));
}

}  // namespace

bool StridedCopy::run(const void* source, void* target, size_t element) {
  for (int i = 0; i < rank; ++i) {
    if (dims[i] == 0) return true;
  }
  merge();
  if (rank == 0) add(1, 1, 1);
  switch (element) {
    case 1: copy_typed<uint8_t>(*this, source, target); return true;
    case 2: copy_typed<uint16_t>(*this, source, target); return true;
    case 4: copy_typed<uint32_t>(*this, source, target); return true;
    case 8: copy_typed<uint64_t>(*this, source, target); return true;
    case 16: copy_typed<Element16>(*this, source, target); return true;
    default: return false;
  }
}

}  // namespace tb
