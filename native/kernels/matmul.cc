// MatMul and its batched forms; BiasAdd.
#include <cstring>

#include "../onednn/onednn.h"
#include "../parallel.h"
#include "../registry.h"
#include "broadcast.h"
#include "gemm.h"

namespace tb {
namespace {

// A product of matrices, each stored row-major and perhaps to be read transposed.
struct Product {
  int64_t m, n, k;
  bool transpose_a, transpose_b;

  // From the last two dimensions of both; false where they don't fit.
  bool read(const Dims& a, const Dims& b) {
    int ra = a.rank(), rb = b.rank();
    m = transpose_a ? a[ra - 1] : a[ra - 2];
    k = transpose_a ? a[ra - 2] : a[ra - 1];
    n = transpose_b ? b[rb - 2] : b[rb - 1];
    return k == (transpose_b ? b[rb - 1] : b[rb - 2]);
  }

  template <class T>
  void multiply_one(const T* a, const T* b, T* out) const {
    int64_t lda = transpose_a ? m : k, ldb = transpose_b ? k : n;
    if (k == 0) {
      std::memset(static_cast<void*>(out), 0, static_cast<size_t>(m * n) * sizeof(T));
      return;
    }
    if constexpr (std::is_same_v<T, float>) {
      // A call of oneDNN costs a microsecond or two.
      bool large = m * n * k > 4096;
      if (large && onednn_sgemm(transpose_a, transpose_b, m, n, k, a, lda, b, ldb, out)) return;
    }
    Matrix<T> left{a, transpose_a ? 1 : lda, transpose_a ? lda : 1};
    Matrix<T> right{b, transpose_b ? 1 : ldb, transpose_b ? ldb : 1};
    multiply(left, right, out, m, n, k);
  }
};

struct MatMul {
  template <class T>
  static bool run(KernelContext& ctx) {
    const Array &a = ctx.input(0), &b = ctx.input(1);
    Product product{0, 0, 0, ctx.attr_bool("transpose_a"), ctx.attr_bool("transpose_b")};
    if (a.rank() != 2 || b.rank() != 2 || a.dtype() != b.dtype() ||
        !product.read(a.dims(), b.dims())) {
      return false;
    }
    T* out = ctx.output(a.dtype(), {product.m, product.n}).template data<T>();
    if constexpr (std::is_same_v<T, bfloat16>) {
      bool done = product.k > 0 && product.m * product.n > 0 &&
                  onednn_matmul_bf16(product.transpose_a, product.transpose_b, 1, product.m,
                                     product.n, product.k, a.data<T>(), b.data<T>(), out);
      if (done) return true;
    }
    product.multiply_one(a.data<T>(), b.data<T>(), out);
    return true;
  }
};

// Leading dimensions broadcast.
template <bool broadcasts>
struct BatchMatMul {
  template <class T>
  static bool run(KernelContext& ctx) {
    const Array &a = ctx.input(0), &b = ctx.input(1);
    if (a.rank() < 2 || b.rank() < 2 || a.dtype() != b.dtype()) return false;
    // The adjoint of a complex matrix is conjugated; only the reference does that.
    bool adjoint = ctx.attr_bool("adj_x") || ctx.attr_bool("adj_y");
    if (math::is_complex<T> && adjoint) return false;
    Product product{0, 0, 0, ctx.attr_bool("adj_x"), ctx.attr_bool("adj_y")};
    if (!product.read(a.dims(), b.dims())) return false;
    Dims batch_a(a.dims().data(), a.rank() - 2), batch_b(b.dims().data(), b.rank() - 2), dims;
    if (!broadcasts && !(batch_a == batch_b)) return false;
    if (!broadcast_dims(batch_a, batch_b, &dims)) return false;
    const Dims* inputs[] = {&batch_a, &batch_b};
    BroadcastWalk walk;
    if (!walk.plan(dims, inputs, 2)) return false;
    int64_t batch = dims.elements();
    dims.push_back(product.m);
    dims.push_back(product.n);
    T* out = ctx.output(a.dtype(), dims).template data<T>();
    multiply_batch(product, walk, batch, a.data<T>(), b.data<T>(), out);
    return true;
  }

  template <class T>
  static void multiply_batch(const Product& p, const BroadcastWalk& walk, int64_t batch, const T* a,
                             const T* b, T* out) {
    if (batch == 0 || p.m * p.n == 0) return;
    int64_t inner = walk.inner(), last = walk.rank - 1;
    auto body = [&](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; ++i) {
        int64_t offsets[2];
        walk.row_offsets(i / inner, offsets, 2);
        int64_t at_a = offsets[0] + (i % inner) * walk.strides[0][last];
        int64_t at_b = offsets[1] + (i % inner) * walk.strides[1][last];
        p.multiply_one(a + at_a * p.m * p.k, b + at_b * p.k * p.n, out + i * p.m * p.n);
      }
    };
    int64_t products = p.m * p.n * p.k;
    if (batch < thread_count()) {
      body(0, batch);  // a few large products: the threads share each
    } else {
      parallel_for(batch, products / 8 + 1, body);
    }
  }
};

#define MATRIX_TYPES float, double, half, bfloat16, int32_t, int64_t, complex64, complex128

CPU_KERNEL("MatMul", MatMul, MATRIX_TYPES);
CPU_KERNEL("BatchMatMul", BatchMatMul<false>, MATRIX_TYPES);
CPU_KERNEL("BatchMatMulV2", BatchMatMul<true>, MATRIX_TYPES);

}  // namespace
}  // namespace tb
