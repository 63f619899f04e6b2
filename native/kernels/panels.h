// Products with one matrix that many small matrices are multiplied by, packed once: the
// recurrent weights of a sequence.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "../list.h"
#include "../parallel.h"
#include "gemm.h"

namespace tb {

// A matrix [k][n] in strips of gemm::Tile<T>::kColumns columns, filled up with zeros.
template <class T>
class Panels {
 public:
  Panels(const Matrix<T>& b, int64_t k, int64_t n)
      : k_(k), n_(n), strips_((n + kColumns - 1) / kColumns), packed_(strips_ * k * kColumns) {
    for (int64_t s = 0; s < strips_; ++s) {
      int64_t j0 = s * kColumns;
      gemm::pack_b(b, 0, k, j0, std::min(kColumns, n - j0), packed_.get() + s * k * kColumns);
    }
  }

  // out = start + a * b for `rows` rows; those of a, start and out lie `lda`, `lds` and `ldo`
  // apart. `out` may be `start`.
  void multiply_onto(const T* start, int64_t lds, const T* a, int64_t lda, int64_t rows, T* out,
                     int64_t ldo) const {
    parallel_for(strips_, rows * k_ * kColumns / 8, [&](int64_t begin, int64_t end) {
      for (int64_t s = begin; s < end; ++s) {
        for (int64_t i = 0; i < rows; i += kRows) {
          const T* left = a + i * lda;
          const T* from = start + i * lds + s * kColumns;
          T* to = out + i * ldo + s * kColumns;
          switch (std::min(kRows, rows - i)) {
            case 1: multiply_tile<1>(s, left, lda, from, lds, to, ldo); break;
            case 2: multiply_tile<2>(s, left, lda, from, lds, to, ldo); break;
            case 3: multiply_tile<3>(s, left, lda, from, lds, to, ldo); break;
            case 4: multiply_tile<4>(s, left, lda, from, lds, to, ldo); break;
            case 5: multiply_tile<5>(s, left, lda, from, lds, to, ldo); break;
            default: multiply_tile<kRows>(s, left, lda, from, lds, to, ldo);
          }
        }
      }
    });
  }

 private:
  static constexpr int64_t kColumns = gemm::Tile<T>::kColumns;
  static constexpr int64_t kRows = 6;
  typedef T Vector __attribute__((vector_size(gemm::kVectorBytes)));

  template <int64_t rows>
  void multiply_tile(int64_t strip, const T* a, int64_t lda, const T* start, int64_t lds, T* out,
                     int64_t ldo) const {
    const T* b = packed_.get() + strip * k_ * kColumns;
    Vector sums[rows][2] = {};
    for (int64_t k = 0; k < k_; ++k, b += kColumns) {
      Vector left, right;
      std::memcpy(&left, b, sizeof(Vector));
      std::memcpy(&right, b + kColumns / 2, sizeof(Vector));
#pragma GCC unroll 6
      for (int64_t i = 0; i < rows; ++i) {
        T factor = a[i * lda + k];
        sums[i][0] += factor * left;
        sums[i][1] += factor * right;
      }
    }
    int64_t width = std::min(kColumns, n_ - strip * kColumns);
    for (int64_t i = 0; i < rows; ++i) {
      T line[kColumns];
      std::memcpy(line, sums[i], sizeof(line));
      for (int64_t j = 0; j < width; ++j) out[i * ldo + j] = start[i * lds + j] + line[j];
    }
  }

  int64_t k_, n_, strips_;
  Scratch<T> packed_;
};

}  // namespace tb
