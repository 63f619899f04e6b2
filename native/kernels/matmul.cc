// MatMul and its batched forms; BiasAdd.
#include <cstring>

#include "../onednn/onednn.h"
#include "../parallel.h"
#include "../registry.h"
#include "broadcast.h"
#include "epilogue.h"
#include "gemm.h"
#include "widen.h"

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

  // 16-bit floats where the machine has no instructions for them: in float.
  template <class T>
  bool multiply_wide(const T* a, int64_t lda, const T* b, int64_t ldb, T* out) const {
    Scratch<float> left(m * k), right(k * n), result(m * n);
    convert(a, m * k, left.get());
    convert(b, k * n, right.get());
    if (!onednn_sgemm(transpose_a, transpose_b, m, n, k, left.get(), lda, right.get(), ldb,
                      result.get())) {
      return false;
    }
    convert(result.get(), m * n, out);
    return true;
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
    if constexpr (std::is_same_v<T, half> || std::is_same_v<T, bfloat16>) {
      if (m * n * k > 4096 && multiply_wide(a, lda, b, ldb, out)) return;
    }
    Matrix<T> left{a, transpose_a ? 1 : lda, transpose_a ? lda : 1};
    Matrix<T> right{b, transpose_b ? 1 : ldb, transpose_b ? ldb : 1};
    multiply(left, right, out, m, n, k);
  }
};

template <After after = After::kNothing>
struct MatMul {
  template <class T>
  static bool run(KernelContext& ctx) {
    const Array &a = ctx.input(0), &b = ctx.input(1);
    Product product{0, 0, 0, ctx.attr_bool("transpose_a"), ctx.attr_bool("transpose_b")};
    if (a.rank() != 2 || b.rank() != 2 || a.dtype() != b.dtype() ||
        !product.read(a.dims(), b.dims())) {
      return false;
    }
    if (after != After::kNothing && !bias_fits(ctx, a.dtype(), product.n)) return false;
    T* out = ctx.output(a.dtype(), {product.m, product.n}).template data<T>();
    const T* bias = after == After::kNothing ? nullptr : ctx.input(2).template data<T>();
    if (product.k > 0 && product.m * product.n > 0 &&
        by_onednn(product, a.data<T>(), b.data<T>(), bias, out)) {
      return true;
    }
    product.multiply_one(a.data<T>(), b.data<T>(), out);
    apply_epilogue<after>(bias, product.m, product.n, out);
    return true;
  }

  // With what follows; false where it has to be done step by step.
  template <class T>
  static bool by_onednn(const Product& p, const T* a, const T* b, const T* bias, T* out) {
    if constexpr (std::is_same_v<T, bfloat16>) {
      if (!onednn_fast_bf16() ||
          !onednn_matmul_bf16(p.transpose_a, p.transpose_b, 1, p.m, p.n, p.k, a, b, out)) {
        return false;
      }
      apply_epilogue<after>(bias, p.m, p.n, out);
      return true;
    }
    // Where the result stays in the cache, a pass over it costs less than the other primitive.
    constexpr int64_t kLargeResult = 1 << 18;
    if constexpr (std::is_same_v<T, float> && after == After::kBias) {
      return p.m * p.n >= kLargeResult &&
             onednn_matmul(p.transpose_a, p.transpose_b, p.m, p.n, p.k, a, b, bias, out);
    }
    return false;
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

#define TRAINED_TYPES float, double, bfloat16

CPU_KERNEL("MatMul", MatMul<>, MATRIX_TYPES);
CPU_KERNEL("MatMul+BiasAdd", MatMul<After::kBias>, TRAINED_TYPES);
CPU_KERNEL("MatMul+BiasAdd+Relu", MatMul<After::kBiasAndRelu>, TRAINED_TYPES);
CPU_KERNEL("BatchMatMul", BatchMatMul<false>, MATRIX_TYPES);
CPU_KERNEL("BatchMatMulV2", BatchMatMul<true>, MATRIX_TYPES);

}  // namespace
}  // namespace tb
