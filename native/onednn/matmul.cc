// Matrix products by oneDNN.
#include "onednn.h"

#ifdef TENSORBROOK_ONEDNN
#include <dnnl.hpp>

#include <string_view>

#include "../heap.h"
#include "../parallel.h"
#include "primitives.h"
#endif

namespace tb {

#ifdef TENSORBROOK_ONEDNN

namespace {

// Multiply-adds from which a second thread repays its wake-up.
constexpr int64_t kParallelProducts = 1 << 19;

using dnnl::memory;

memory::data_type type_of(DType type) {
  return type == DType::kFloat ? memory::data_type::f32 : memory::data_type::bf16;
}

memory::desc matrices(DType type, const MatrixBatch& shape, const MatrixBatch::Side& side,
                      int64_t rows, int64_t columns) {
  memory::dims dims, strides;
  for (int i = 0; i < shape.rank; ++i) {
    dims.push_back(side.batch[i] == 0 ? 1 : shape.dims[i]);
    strides.push_back(side.batch[i] == 0 ? rows * columns : side.batch[i]);
  }
  dims.insert(dims.end(), {rows, columns});
  strides.insert(strides.end(), {side.row, side.column});
  return {dims, type_of(type), strides};
}

memory::desc bias_row(DType type, const MatrixBatch& shape) {
  memory::dims dims(static_cast<size_t>(shape.rank) + 1, 1);
  dims.push_back(shape.n);
  return {dims, type_of(type), memory::dims(dims.size(), 1)};
}

std::shared_ptr<Prepared> product_of(DType type, const MatrixBatch& shape, bool with_bias) {
  PrimitiveKey key(
      "matmul", {static_cast<int64_t>(type), with_bias, thread_count(), shape.m, shape.n, shape.k});
  key.append(shape.dims, static_cast<size_t>(shape.rank));
  for (const auto* side : {&shape.a, &shape.b, &shape.out}) {
    key.append(&side->row, 2);
    key.append(side->batch, static_cast<size_t>(shape.rank));
  }
  return cached_primitive<dnnl::matmul>(key, [&] {
    auto a = matrices(type, shape, shape.a, shape.m, shape.k);
    auto b = matrices(type, shape, shape.b, shape.k, shape.n);
    auto out = matrices(type, shape, shape.out, shape.m, shape.n);
    auto bias = with_bias ? bias_row(type, shape) : memory::desc();
    dnnl::matmul::primitive_desc desc(engine(), a, b, bias, out, user_scratch(), true);
    // Its plain loops are no faster than ours.
    bool plain = desc && std::string_view(desc.impl_info_str()).starts_with("ref");
    return plain ? dnnl::matmul::primitive_desc() : desc;
  });
}

}  // namespace

bool onednn_sgemm(bool transpose_a, bool transpose_b, int64_t m, int64_t n, int64_t k,
                  const float* a, int64_t lda, const float* b, int64_t ldb, float* out,
                  int64_t ldc) {
  ThreadLimit limit(m * n * k < kParallelProducts ? 1 : thread_count());
  HeapOfOthers uncounted;
  return dnnl_sgemm(transpose_a ? 'T' : 'N', transpose_b ? 'T' : 'N', m, n, k, 1.0f, a, lda, b, ldb,
                    0.0f, out, ldc) == dnnl_success;
}

bool onednn_fast_bf16() {
  static const bool fast = (dnnl_get_effective_cpu_isa() & dnnl_cpu_isa_avx512_core_bf16) ==
                           dnnl_cpu_isa_avx512_core_bf16;
  return fast;
}

bool onednn_products(DType type, const MatrixBatch& shape, const void* a, const void* b,
                     const void* bias, void* out) {
  if (type != DType::kFloat && !(type == DType::kBFloat16 && onednn_fast_bf16())) return false;
  ThreadLimit limit(shape.count() * shape.work() < kParallelProducts ? 1 : thread_count());
  auto entry = product_of(type, shape, bias != nullptr);
  if (!entry) return false;
  if (bias) {
    entry->run(
        {{DNNL_ARG_SRC, a}, {DNNL_ARG_WEIGHTS, b}, {DNNL_ARG_BIAS, bias}, {DNNL_ARG_DST, out}});
  } else {
    entry->run({{DNNL_ARG_SRC, a}, {DNNL_ARG_WEIGHTS, b}, {DNNL_ARG_DST, out}});
  }
  return true;
}

#else

bool onednn_sgemm(bool, bool, int64_t, int64_t, int64_t, const float*, int64_t, const float*,
                  int64_t, float*, int64_t) {
  return false;
}

bool onednn_fast_bf16() { return false; }

bool onednn_products(DType, const MatrixBatch&, const void*, const void*, const void*, void*) {
  return false;
}

#endif

}  // namespace tb
