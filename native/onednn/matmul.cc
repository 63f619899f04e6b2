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

}  // namespace

bool onednn_sgemm(bool transpose_a, bool transpose_b, int64_t m, int64_t n, int64_t k,
                  const float* a, int64_t lda, const float* b, int64_t ldb, float* out) {
  ThreadLimit limit(m * n * k < kParallelProducts ? 1 : thread_count());
  return dnnl_sgemm(transpose_a ? 'T' : 'N', transpose_b ? 'T' : 'N', m, n, k, 1.0f, a, lda, b, ldb,
                    0.0f, out, n) == dnnl_success;
}

bool onednn_matmul_bf16(bool transpose_a, bool transpose_b, int64_t batch, int64_t m, int64_t n,
                        int64_t k, const bfloat16* a, const bfloat16* b, bfloat16* out) {
  PrimitiveKey key("matmul", {transpose_a, transpose_b, batch, m, n, k});
  auto make = [&] {
    dnnl::primitive_attr attributes;
    attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
    return dnnl::matmul::primitive_desc(engine(), matrix_desc(batch, m, k, transpose_a),
                                        matrix_desc(batch, k, n, transpose_b),
                                        matrix_desc(batch, m, n, false), attributes, true);
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

bool onednn_matmul_bf16(bool, bool, int64_t, int64_t, int64_t, int64_t, const bfloat16*,
                        const bfloat16*, bfloat16*) {
  return false;
}

#endif

}  // namespace tb
