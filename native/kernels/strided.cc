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

// A transposed plane: lines are read into a square tile and written from it, so that both
// sides are touched along their own direction. 16 lines of one page distance still fit a cache.
constexpr int64_t kSide = 16;

template <class E, bool full>
void copy_tile(const E* source, E* target, int64_t height, int64_t width, int64_t from,
               int64_t to) {
  E tile[kSide][kSide];
  int64_t rows = full ? kSide : height, columns = full ? kSide : width;
  for (int64_t j = 0; j < columns; ++j) {
    for (int64_t i = 0; i < rows; ++i) tile[i][j] = source[j * from + i];
  }
  for (int64_t i = 0; i < rows; ++i) {
    std::memcpy(target + i * to, tile[i], static_cast<size_t>(columns) * sizeof(E));
  }
}

// Lines [begin, end) of the target; source elements of a column are neighbours.
template <class E>
void copy_plane(const E* source, E* target, int64_t begin, int64_t end, int64_t width, int64_t from,
                int64_t to) {
  for (int64_t i = begin; i < end; i += kSide) {
    int64_t height = std::min(kSide, end - i);
    for (int64_t j = 0; j < width; j += kSide) {
      int64_t columns = std::min(kSide, width - j);
      bool full = height == kSide && columns == kSide;
      auto copy = full ? copy_tile<E, true> : copy_tile<E, false>;
      copy(source + i + j * from, target + i * to + j, height, columns, from, to);
    }
  }
}

// Offsets of the index-th box along the outer dimensions.
void outer_offsets(const StridedCopy& copy, int rank, int64_t index, int64_t* from, int64_t* to) {
  *from = *to = 0;
  for (int i = rank - 1; i >= 0; --i) {
    int64_t at = index % copy.dims[i];
    index /= copy.dims[i];
    *from += at * copy.from[i];
    *to += at * copy.to[i];
  }
}

template <class E>
void copy_planes(const StridedCopy& copy, const E* source, E* target) {
  constexpr int64_t kBand = 4 * kSide;
  int outer_rank = copy.rank - 2;
  int64_t height = copy.dims[outer_rank], width = copy.dims[outer_rank + 1], outer = 1;
  for (int i = 0; i < outer_rank; ++i) outer *= copy.dims[i];
  int64_t bands = (height + kBand - 1) / kBand;
  parallel_for(outer * bands, kBand * width, [&](int64_t begin, int64_t end) {
    for (int64_t band = begin; band < end; ++band) {
      int64_t from, to, first = band % bands * kBand;
      outer_offsets(copy, outer_rank, band / bands, &from, &to);
      copy_plane(source + from, target + to, first, std::min(height, first + kBand), width,
                 copy.from[outer_rank + 1], copy.to[outer_rank]);
    }
  });
}

template <class E>
void copy_box(const StridedCopy& copy, const E* source, E* target) {
  int last = copy.rank - 1;
  bool transposed =
      copy.rank >= 2 && copy.from[last - 1] == 1 && copy.from[last] > 1 && copy.to[last] == 1;
  if (transposed) return copy_planes(copy, source, target);
  int64_t outer = 1;
  for (int i = 0; i < last; ++i) outer *= copy.dims[i];
  parallel_for(outer, copy.dims[last] + 4, [&](int64_t begin, int64_t end) {
    for (int64_t line = begin; line < end; ++line) {
      int64_t from, to;
      outer_offsets(copy, last, line, &from, &to);
      copy_line(source + from, target + to, copy.dims[last], copy.from[last], copy.to[last]);
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
