// Matrix products of row-major matrices.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "../list.h"
#include "../parallel.h"
#include "math.h"

namespace tb {

// A matrix in memory: element (i, j) stands at data[i * row + j * column].
template <class T>
struct Matrix {
  const T* data;
  int64_t row;
  int64_t column;
};

namespace gemm {

#if defined(__AVX512F__)
inline constexpr int64_t kVectorBytes = 64;
#elif defined(__AVX2__)
inline constexpr int64_t kVectorBytes = 32;
#else
inline constexpr int64_t kVectorBytes = 16;
#endif

// The tile of the result that stays in registers while k runs: two vectors wide.
template <class C>
struct Tile {
  static constexpr int64_t kRows = 6;
  static constexpr int64_t kVector = kVectorBytes / sizeof(C);
  static constexpr int64_t kColumns = 2 * kVector;
};

inline constexpr int64_t kDepth = 256;

template <class C, class T>
void pack_b(const Matrix<T>& b, int64_t k0, int64_t depth, int64_t j0, int64_t width, C* packed) {
  constexpr int64_t columns = Tile<C>::kColumns;
  for (int64_t k = 0; k < depth; ++k) {
    const T* line = b.data + (k0 + k) * b.row + j0 * b.column;
    for (int64_t j = 0; j < columns; ++j) {
      packed[k * columns + j] = j < width ? static_cast<C>(line[j * b.column]) : C(0);
    }
  }
}

template <class C, class T>
void pack_a(const Matrix<T>& a, int64_t i0, int64_t height, int64_t k0, int64_t depth, C* packed) {
  constexpr int64_t rows = Tile<C>::kRows;
  for (int64_t k = 0; k < depth; ++k) {
    for (int64_t i = 0; i < rows; ++i) {
      packed[k * rows + i] =
          i < height ? static_cast<C>(a.data[(i0 + i) * a.row + (k0 + k) * a.column]) : C(0);
    }
  }
}

// result[rows][columns] = a (packed by columns) * b (packed by rows).
template <class C>
void multiply_tile(const C* a, const C* b, int64_t depth, C* result) {
  constexpr int64_t rows = Tile<C>::kRows, columns = Tile<C>::kColumns;
  if constexpr (std::is_arithmetic_v<C>) {
    typedef C Vector __attribute__((vector_size(kVectorBytes)));
    Vector sums[rows][2] = {};
    for (int64_t k = 0; k < depth; ++k) {
      Vector left, right;
      std::memcpy(&left, b + k * columns, sizeof(Vector));
      std::memcpy(&right, b + k * columns + columns / 2, sizeof(Vector));
#pragma GCC unroll 6
      for (int64_t i = 0; i < rows; ++i) {
        C factor = a[k * rows + i];
        sums[i][0] += factor * left;
        sums[i][1] += factor * right;
      }
    }
    std::memcpy(result, sums, sizeof(sums));
  } else {
    std::fill_n(result, rows * columns, C(0));
    for (int64_t k = 0; k < depth; ++k) {
      for (int64_t i = 0; i < rows; ++i) {
        C factor = a[k * rows + i];
        for (int64_t j = 0; j < columns; ++j)
          result[i * columns + j] += factor * b[k * columns + j];
      }
    }
  }
}

// `width` columns of one result row, summed in registers where their number is known.
template <class C, int64_t known, class T>
void multiply_row(const T* a, int64_t a_step, const Matrix<T>& b, int64_t k, int64_t width,
                  T* out) {
  constexpr int64_t kMost = 16;
  int64_t n = known ? known : width;
  C sums[kMost] = {};
  for (int64_t p = 0; p < k; ++p) {
    C factor = static_cast<C>(a[p * a_step]);
    const T* line = b.data + p * b.row;
    for (int64_t j = 0; j < n; ++j) {
      sums[j] += factor * static_cast<C>(line[known ? j : j * b.column]);
    }
  }
  for (int64_t j = 0; j < n; ++j) out[j] = static_cast<T>(sums[j]);
}

// Products of a few elements: packing would cost more than it saves.
template <class C, class T>
void multiply_small(const Matrix<T>& a, const Matrix<T>& b, T* out, int64_t out_row, int64_t m,
                    int64_t n, int64_t k) {
  constexpr int64_t kWidth = 16;
  for (int64_t j = 0; j < n; j += kWidth) {
    int64_t width = std::min(kWidth, n - j);
    Matrix<T> columns{b.data + j * b.column, b.row, b.column};
    bool whole = width == kWidth && b.column == 1;
    auto multiply_one = whole ? multiply_row<C, kWidth, T> : multiply_row<C, 0, T>;
    for (int64_t i = 0; i < m; ++i) {
      multiply_one(a.data + i * a.row, a.column, columns, k, width, out + i * out_row + j);
    }
  }
}

// One strip of Tile::kColumns result columns.
template <class C, class T>
void multiply_strip(const Matrix<T>& a, const Matrix<T>& b, T* out, int64_t out_row, int64_t m,
                    int64_t n, int64_t k, int64_t j0) {
  constexpr int64_t rows = Tile<C>::kRows, columns = Tile<C>::kColumns;
  int64_t width = std::min(columns, n - j0);
  Scratch<C> packed_a(kDepth * rows);
  Scratch<C> packed_b(kDepth * columns);
  List<C> totals(static_cast<size_t>(m * columns));
  C tile[rows * columns];
  for (int64_t k0 = 0; k0 < k; k0 += kDepth) {
    int64_t depth = std::min(kDepth, k - k0);
    pack_b(b, k0, depth, j0, width, packed_b.get());
    for (int64_t i0 = 0; i0 < m; i0 += rows) {
      int64_t height = std::min(rows, m - i0);
      pack_a(a, i0, height, k0, depth, packed_a.get());
      multiply_tile(packed_a.get(), packed_b.get(), depth, tile);
      for (int64_t e = 0; e < height * columns; ++e) totals[i0 * columns + e] += tile[e];
    }
  }
  for (int64_t i = 0; i < m; ++i) {
    for (int64_t j = 0; j < width; ++j)
      out[i * out_row + j0 + j] = static_cast<T>(totals[i * columns + j]);
  }
}

}  // namespace gemm

// out[m][n] = a[m][k] * b[k][n], summed in the type that Compute<T> names; the rows of `out` lie
// `out_row` apart, side by side if that isn't said.
template <class T>
void multiply(const Matrix<T>& a, const Matrix<T>& b, T* out, int64_t m, int64_t n, int64_t k,
              int64_t out_row = 0) {
  using C = math::Compute<T>;
  constexpr int64_t columns = gemm::Tile<C>::kColumns;
  if (out_row == 0) out_row = n;
  if (m * n * k <= 8 * 1024 || n < columns / 2) {
    gemm::multiply_small<C>(a, b, out, out_row, m, n, k);
    return;
  }
  int64_t strips = (n + columns - 1) / columns;
  parallel_for(strips, m * k * columns / 4, [&](int64_t begin, int64_t end) {
    for (int64_t s = begin; s < end; ++s) {
      gemm::multiply_strip<C>(a, b, out, out_row, m, n, k, s * columns);
    }
  });
}

}  // namespace tb
