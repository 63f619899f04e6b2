// The door to oneDNN; the core also builds without it, and then every function returns false.
#pragma once

#include <cstdint>

#include "../array.h"

namespace tb {

// Null where the core was built without oneDNN.
const char* onednn_version();

// out[m][n] = op(a) * op(b) for row-major float matrices whose rows lie `lda`, `ldb`, `ldc` apart.
bool onednn_sgemm(bool transpose_a, bool transpose_b, int64_t m, int64_t n, int64_t k,
                  const float* a, int64_t lda, const float* b, int64_t ldb, float* out,
                  int64_t ldc);

// Products of equally shaped matrices: out[i] = a[i] * b[i], wherever those lie.
struct MatrixBatch {
  static constexpr int kMostDims = 10;

  // Strides in elements. The matrices stand still along a dimension of stride 0.
  struct Side {
    int64_t row, column;
    int64_t batch[kMostDims];
  };

  int64_t m, n, k;
  int rank = 0;
  int64_t dims[kMostDims];
  Side a, b, out;  // in each, row or column is 1; in `out` it is the column

  int64_t count() const {
    int64_t product = 1;
    for (int i = 0; i < rank; ++i) product *= dims[i];
    return product;
  }
  int64_t work() const { return m * n * k; }
};

// Whether products of bfloat16 have instructions of their own here.
bool onednn_fast_bf16();

// For float, and for bfloat16 where that is fast; `bias`, if any, has one value for each column.
bool onednn_products(DType type, const MatrixBatch& shape, const void* a, const void* b,
                     const void* bias, void* out);

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
