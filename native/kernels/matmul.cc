// MatMul and its batched forms.
#include <cstring>

#include "../registry.h"
#include "broadcast.h"
#include "epilogue.h"
#include "products.h"

namespace tb {
namespace {

// A product of matrices, each stored row-major and perhaps to be read transposed; from the last
// two dimensions of both. False where they don't fit.
bool read_product(const Dims& a, bool transpose_a, const Dims& b, bool transpose_b,
                  MatrixBatch* product) {
  int ra = a.rank(), rb = b.rank();
  int64_t lda = a[ra - 1], ldb = b[rb - 1];
  product->m = transpose_a ? lda : a[ra - 2];
  product->k = transpose_a ? a[ra - 2] : lda;
  product->n = transpose_b ? b[rb - 2] : ldb;
  product->a.row = transpose_a ? 1 : lda;
  product->a.column = transpose_a ? lda : 1;
  product->b.row = transpose_b ? 1 : ldb;
  product->b.column = transpose_b ? ldb : 1;
  product->out.row = product->n;
  product->out.column = 1;
  return product->k == (transpose_b ? ldb : b[rb - 2]);
}

template <class T>
void multiply_or_clear(const MatrixBatch& product, const Array& a, const Array& b, Array& out) {
  if (out.size() == 0) return;
  if (product.k == 0) {
    std::memset(out.raw(), 0, out.bytes());
  } else {
    multiply_all(product, a.data<T>(), b.data<T>(), out.data<T>());
  }
}

template <After after = After::kNothing>
struct MatMul {
  template <class T>
  static bool run(KernelContext& ctx) {
    const Array &a = ctx.input(0), &b = ctx.input(1);
    MatrixBatch product;
    if (a.rank() != 2 || b.rank() != 2 || a.dtype() != b.dtype() ||
        !read_product(a.dims(), ctx.attr_bool("transpose_a"), b.dims(),
                      ctx.attr_bool("transpose_b"), &product)) {
      return false;
    }
    int64_t m = product.m, n = product.n;
    if (after != After::kNothing && !bias_fits(ctx, a.dtype(), n)) return false;
    Array& out = ctx.output(a.dtype(), {m, n});
    // Where the result stays in the cache, a pass over it costs less than the other primitive.
    constexpr int64_t kLargeResult = 1 << 18;
    if constexpr (std::is_same_v<T, float> && after == After::kBias) {
      if (product.k > 0 && m * n >= kLargeResult &&
          onednn_products(DType::kFloat, product, a.raw(), b.raw(), ctx.input(2).raw(),
                          out.raw())) {
        return true;
      }
    }
    multiply_or_clear<T>(product, a, b, out);
    if constexpr (after != After::kNothing) {
      apply_epilogue<after>(ctx.input(2).template data<T>(), m, n, out.data<T>());
    }
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
    MatrixBatch product;
    if (!read_product(a.dims(), ctx.attr_bool("adj_x"), b.dims(), ctx.attr_bool("adj_y"),
                      &product)) {
      return false;
    }
    Dims dims;
    if (!read_batch(a.dims(), b.dims(), &product, &dims)) return false;
    dims.push_back(product.m);
    dims.push_back(product.n);
    multiply_or_clear<T>(product, a, b, ctx.output(a.dtype(), dims));
    return true;
  }

  static bool read_batch(const Dims& a, const Dims& b, MatrixBatch* product, Dims* dims) {
    Dims batch_a(a.data(), a.rank() - 2), batch_b(b.data(), b.rank() - 2);
    if (!broadcasts && !(batch_a == batch_b)) return false;
    if (!broadcast_dims(batch_a, batch_b, dims)) return false;
    const Dims* inputs[] = {&batch_a, &batch_b, dims};
    BroadcastWalk walk;
    if (!walk.plan(*dims, inputs, 3) || walk.rank > MatrixBatch::kMostDims) return false;
    product->rank = walk.rank;
    for (int i = 0; i < walk.rank; ++i) {
      product->dims[i] = walk.dims[i];
      product->a.batch[i] = walk.strides[0][i] * product->m * product->k;
      product->b.batch[i] = walk.strides[1][i] * product->k * product->n;
      product->out.batch[i] = walk.strides[2][i] * product->m * product->n;
    }
    return true;
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
