// Matrix products of row-major matrices.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>

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

// The tile of the result that stays in registers while k runs.
template <class C>
struct Tile {
  static constexpr int64_t kRows = 6;
  static constexpr int64_t kColumns = 128 / sizeof(C);
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

template <class C>
void multiply_tile(const C* a, const C* b, int64_t depth, C* result) {
  constexpr int64_t rows = Tile<C>::kRows, columns = Tile<C>::kColumns;
  C sums[rows][columns] = {};
  for (int64_t k = 0; k < depth; ++k) {
    for (int64_t i = 0; i < rows; ++i) {
      C factor = a[k * rows + i];
      for (int64_t j = 0; j < columns; ++j) sums[i][j] += factor * b[k * columns + j];
    }
  }
  std::copy_n(&sums[0][0], rows * columns, result);
}

// Products of a few elements: packing would cost more than it saves.
template <class C, class T>
void multiply_small(const Matrix<T>& a, const Matrix<T>& b, T* out, int64_t m, int64_t n,
                    int64_t k) {
  constexpr int64_t kWidth = 64;
  C sums[kWidth];
  for (int64_t i = 0; i < m; ++i) {
    for (int64_t j0 = 0; j0 < n; j0 += kWidth) {
      int64_t width = std::min(kWidth, n - j0);
      std::fill_n(sums, width, C(0));
      for (int64_t p = 0; p < k; ++p) {
        C factor = static_cast<C>(a.data[i * a.row + p * a.column]);
        const T* line = b.data + p * b.row + j0 * b.column;
        if (b.column == 1) {
          for (int64_t j = 0; j < width; ++j) sums[j] += factor * static_cast<C>(line[j]);
        } else {
          for (int64_t j = 0; j < width; ++j)
            sums[j] += factor * static_cast<C>(line[j * b.column]);
        }
      }
      for (int64_t j = 0; j < width; ++j) out[i * n + j0 + j] = static_cast<T>(sums[j]);
    }
  }
}

// One strip of Tile::kColumns result columns.
template <class C, class T>
void multiply_strip(const Matrix<T>& a, const Matrix<T>& b, T* out, int64_t m, int64_t n, int64_t k,
                    int64_t j0) {
  constexpr int64_t rows = Tile<C>::kRows, columns = Tile<C>::kColumns;
  int64_t width = std::min(columns, n - j0);
  auto packed_a = std::make_unique_for_overwrite<C[]>(kDepth * rows);
  auto packed_b = std::make_unique_for_overwrite<C[]>(kDepth * columns);
  auto totals = std::make_unique<C[]>(static_cast<size_t>(m * columns));
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
      out[i * n + j0 + j] = static_cast<T>(totals[i * columns + j]);
  }
}

}  // namespace gemm

// out[m][n] = a[m][k] * b[k][n], summed in the type that Compute<T> names.
template <class T>
void multiply(const Matrix<T>& a, const Matrix<T>& b, T* out, int64_t m, int64_t n, int64_t k) {
  using C = math::Compute<T>;
  constexpr int64_t columns = gemm::Tile<C>::kColumns;
  if (m * n * k <= 8 * 1024 || n < columns / 2) {
    gemm::multiply_small<C>(a, b, out, m, n, k);
    return;
  }
  int64_t strips = (n + columns - 1) / columns;
  parallel_for(strips, m * k * columns / 4, [&](int64_t begin, int64_t end) {
    for (int64_t s = begin; s < end; ++s) gemm::multiply_strip<C>(a, b, out, m, n, k, s * columns);
  });
}

}  // namespace tb
