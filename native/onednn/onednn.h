// The door to oneDNN; the core also builds without it, and then every function returns false.
#pragma once

#include <cstdint>

#include "../array.h"

namespace tb {

// Null where the core was built without oneDNN.
const char* onednn_version();

// out[m][n] = op(a) * op(b) for row-major float matrices whose rows lie `lda`, `ldb` apart.
bool onednn_sgemm(bool transpose_a, bool transpose_b, int64_t m, int64_t n, int64_t k,
                  const float* a, int64_t lda, const float* b, int64_t ldb, float* out);

// The same for contiguous matrices, with a bias for each column.
bool onednn_matmul(bool transpose_a, bool transpose_b, int64_t m, int64_t n, int64_t k,
                   const float* a, const float* b, const float* bias, float* out);

// Whether products of bfloat16 have instructions of their own here.
bool onednn_fast_bf16();

// The same for bfloat16, contiguous, with `batch` products in a row.
bool onednn_matmul_bf16(bool transpose_a, bool transpose_b, int64_t batch, int64_t m, int64_t n,
                        int64_t k, const bfloat16* a, const bfloat16* b, bfloat16* out);

// A convolution over [batch, rows, columns, channels] with a [rows, columns, in, out] filter.
struct Convolution {
  int64_t batch, channels, filters, groups;
  int64_t in[2], out[2], kernel[2], stride[2], dilation[2], pad_before[2], pad_after[2];
};

// `bias`: one for each filter, or null.
bool onednn_convolution(const Convolution& shape, const float* input, const float* filter,
                        const float* bias, float* output);
bool onednn_convolution_input(const Convolution& shape, const float* filter,
                              const float* output_gradient, float* input_gradient);
bool onednn_convolution_filter(const Convolution& shape, const float* input,
                               const float* output_gradient, float* filter_gradient);

}  // namespace tb
