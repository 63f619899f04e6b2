// Products of matrices wherever they lie: what MatMul, BatchMatMul and Einsum have in common.
#pragma once

#include "../onednn/onednn.h"
#include "../parallel.h"
#include "gemm.h"
#include "widen.h"

namespace tb {

// Multiply-adds from which a call of oneDNN, a microsecond or two, is repaid.
inline constexpr int64_t kLibraryWork = 4096;

// Multiply-adds from which its primitives, which take longer to call, are repaid.
inline constexpr int64_t kDeepWork = 1 << 20;

// How BLAS sees a matrix: by rows, or the other way round, lines of it `line` apart.
struct BlasView {
  bool transposed;
  int64_t line;

  BlasView(const MatrixBatch::Side& side, int64_t rows, int64_t columns)
      : transposed(side.column != 1),
        line(transposed ? std::max(side.column, rows) : std::max(side.row, columns)) {}
  bool is_dense(int64_t rows, int64_t columns) const {
    return line == (transposed ? rows : columns);
  }
};

// 16-bit floats where the machine has no instructions for them: in float.
template <class T>
bool multiply_wide(const MatrixBatch& p, const T* a, const T* b, T* out) {
  BlasView left(p.a, p.m, p.k), right(p.b, p.k, p.n);
  if (!left.is_dense(p.m, p.k) || !right.is_dense(p.k, p.n) || p.out.row != p.n) return false;
  Scratch<float> wide_a(p.m * p.k), wide_b(p.k * p.n), result(p.m * p.n);
  convert(a, p.m * p.k, wide_a.get());
  convert(b, p.k * p.n, wide_b.get());
  if (!onednn_sgemm(left.transposed, right.transposed, p.m, p.n, p.k, wide_a.get(), left.line,
                    wide_b.get(), right.line, result.get(), p.n)) {
    return false;
  }
  convert(result.get(), p.m * p.n, out);
  return true;
}

// One product of the batch.
template <class T>
void multiply_one(const MatrixBatch& p, const T* a, const T* b, T* out) {
  bool large = p.work() > kLibraryWork;
  if constexpr (std::is_same_v<T, float>) {
    BlasView left(p.a, p.m, p.k), right(p.b, p.k, p.n);
    if (large && onednn_sgemm(left.transposed, right.transposed, p.m, p.n, p.k, a, left.line, b,
                              right.line, out, std::max(p.out.row, p.n))) {
      return;
    }
  }
  if constexpr (std::is_same_v<T, half> || std::is_same_v<T, bfloat16>) {
    if (large && multiply_wide(p, a, b, out)) return;
  }
  multiply(Matrix<T>{a, p.a.row, p.a.column}, Matrix<T>{b, p.b.row, p.b.column}, out, p.m, p.n, p.k,
           p.out.row);
}

// All of them. No dimension may be 0.
template <class T>
void multiply_all(const MatrixBatch& p, const T* a, const T* b, T* out) {
  int64_t count = p.count();
  // oneDNN takes a batch of small matrices as a whole; and its newer way beats the one of BLAS
  // where a transposed matrix is at least as deep as the result is wide.
  bool deep = (p.a.column != 1 || p.b.column != 1) && p.k >= p.n && p.work() >= kDeepWork;
  bool at_once = (count > 1 && p.work() > kLibraryWork) || deep || std::is_same_v<T, bfloat16>;
  if (at_once && onednn_products(dtype_of<T>, p, a, b, nullptr, out)) return;
  auto some = [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      int64_t index = i, at_a = 0, at_b = 0, at_out = 0;
      for (int d = p.rank - 1; d >= 0; --d) {
        int64_t step = index % p.dims[d];
        index /= p.dims[d];
        at_a += step * p.a.batch[d];
        at_b += step * p.b.batch[d];
        at_out += step * p.out.batch[d];
      }
      multiply_one(p, a + at_a, b + at_b, out + at_out);
    }
  };
  if (count < thread_count()) {
    some(0, count);  // a few large products: the threads share each
  } else {
    parallel_for(count, p.work() / 8 + 1, some);
  }
}

}  // namespace tb
