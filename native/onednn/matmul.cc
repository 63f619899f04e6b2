// Matrix products by oneDNN.
#include "onednn.h"

#ifdef TENSORBROOK_ONEDNN
#include <dnnl.hpp>

#include "../parallel.h"
#include "primitives.h"
#endif

namespace tb {

#ifdef TENSORBROOK_ONEDNN

namespace {

// Multiply-adds from which a second thread repays its wake-up.
constexpr int64_t kParallelProducts = 1 << 19;

using dnnl::memory;

memory::desc matrix_desc(int64_t batch, int64_t rows, int64_t columns, bool transposed) {
  memory::dims strides =
      transposed ? memory::dims{rows * columns, 1, rows} : memory::dims{rows * columns, columns, 1};
  return {{batch, rows, columns}, memory::data_type::bf16, strides};
}

memory::desc plain_matrix(int64_t rows, int64_t columns, bool transposed) {
  return {{rows, columns},
          memory::data_type::f32,
          transposed ? memory::dims{1, rows} : memory::dims{columns, 1}};
}

}  // namespace

bool onednn_sgemm(bool transpose_a, bool transpose_b, int64_t m, int64_t n, int64_t k,
                  const float* a, int64_t lda, const float* b, int64_t ldb, float* out) {
  ThreadLimit limit(m * n * k < kParallelProducts ? 1 : thread_count());
  return dnnl_sgemm(transpose_a ? 'T' : 'N', transpose_b ? 'T' : 'N', m, n, k, 1.0f, a, lda, b, ldb,
                    0.0f, out, n) == dnnl_success;
}

bool onednn_matmul(bool transpose_a, bool transpose_b, int64_t m, int64_t n, int64_t k,
                   const float* a, const float* b, const float* bias, float* out) {
  PrimitiveKey key("matmul_bias", {transpose_a, transpose_b, m, n, k});
  memory::desc row({1, n}, memory::data_type::f32, memory::format_tag::ab);
  auto make = [&] {
    return dnnl::matmul::primitive_desc(engine(), plain_matrix(m, k, transpose_a),
                                        plain_matrix(k, n, transpose_b), row,
                                        plain_matrix(m, n, false), user_scratch(), true);
  };
  auto entry = cached_primitive<dnnl::matmul>(key, make);
  if (!entry) return false;
  ThreadLimit limit(m * n * k < kParallelProducts ? 1 : thread_count());
  run_primitive(*entry, {{DNNL_ARG_SRC, {entry->desc.src_desc(), a}},
                         {DNNL_ARG_WEIGHTS, {entry->desc.weights_desc(), b}},
                         {DNNL_ARG_BIAS, {row, bias}},
                         {DNNL_ARG_DST, {entry->desc.dst_desc(), out}}});
  return true;
}

bool onednn_fast_bf16() {
  static const bool fast = (dnnl_get_effective_cpu_isa() & dnnl_cpu_isa_avx512_core_bf16) ==
                           dnnl_cpu_isa_avx512_core_bf16;
  return fast;
}

bool onednn_matmul_bf16(bool transpose_a, bool transpose_b, int64_t batch, int64_t m, int64_t n,
                        int64_t k, const bfloat16* a, const bfloat16* b, bfloat16* out) {
  PrimitiveKey key("matmul", {transpose_a, transpose_b, batch, m, n, k});
  auto make = [&] {
    return dnnl::matmul::primitive_desc(engine(), matrix_desc(batch, m, k, transpose_a),
                                        matrix_desc(batch, k, n, transpose_b),
                                        matrix_desc(batch, m, n, false), user_scratch(), true);
  };
  auto entry = cached_primitive<dnnl::matmul>(key, make);
  if (!entry) return false;
  ThreadLimit limit(batch * m * n * k < kParallelProducts ? 1 : thread_count());
  run_primitive(*entry, {{DNNL_ARG_SRC, {entry->desc.src_desc(), a}},
                         {DNNL_ARG_WEIGHTS, {entry->desc.weights_desc(), b}},
                         {DNNL_ARG_DST, {entry->desc.dst_desc(), out}}});
  return true;
}

#else

bool onednn_sgemm(bool, bool, int64_t, int64_t, int64_t, const float*, int64_t, const float*,
                  int64_t, float*) {
  return false;
}

bool onednn_matmul(bool, bool, int64_t, int64_t, int64_t, const float*, const float*, const float*,
                   float*) {
  return false;
}

bool onednn_fast_bf16() { return false; }

bool onednn_matmul_bf16(bool, bool, int64_t, int64_t, int64_t, int64_t, const bfloat16*,
                        const bfloat16*, bfloat16*) {
  return false;
}

#endif

}  // namespace tb
