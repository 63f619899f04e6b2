// Batch normalization over the last dimension (NHWC), and its gradient.
#include <array>
#include <cmath>

#include "../parallel.h"
#include "../registry.h"
#include "reduce.h"

namespace tb {
namespace {

struct Shape {
  int64_t rows, channels;

  bool read(const KernelContext& ctx, const Array& x) {
    if (x.rank() < 2 || x.size() == 0) return false;
    std::string_view format = ctx.attr_string("data_format", "NHWC");
    if (format != "NHWC" && format != "NDHWC") return false;
    channels = x.dim(x.rank() - 1);
    rows = x.size() / channels;
    return true;
  }
};

bool is_channels(const Array& array, int64_t channels) {
  return array.dtype() == DType::kFloat && array.size() == channels;
}

// What each element adds to the totals of its channel.
template <int kSums>
using Terms = std::array<float, kSums>;

// Sums what body(element, channel) returns over the rows; rows are shared out to the threads.
template <int kSums, class Body>
List<double> channel_sums(const Shape& shape, const Body& body) {
  constexpr int64_t kBlock = 64;
  int64_t channels = shape.channels, width = kSums * channels;
  int pieces = shape.rows * channels >= 2 * kParallelGrain ? thread_count() : 1;
  List<double> partial(static_cast<size_t>(pieces * width), 0.0);
  parallel_for(pieces, shape.rows * width, [&](int64_t begin, int64_t end) {
    Scratch<float> block_sums(width);
    float* block = block_sums.get();
    for (int64_t p = begin; p < end; ++p) {
      double* sums = partial.data() + p * width;
      int64_t last = shape.rows * (p + 1) / pieces;
      for (int64_t row = shape.rows * p / pieces; row < last; row += kBlock) {
        std::fill_n(block, width, 0.0f);
        for (int64_t r = row; r < std::min(last, row + kBlock); ++r) {
#pragma omp simd
          for (int64_t c = 0; c < channels; ++c) {
            Terms<kSums> terms = body(r * channels + c, c);
            for (int k = 0; k < kSums; ++k) block[k * channels + c] += terms[k];
          }
        }
        for (int64_t i = 0; i < width; ++i) sums[i] += block[i];
      }
    }
  });
  for (int p = 1; p < pieces; ++p) {
    for (int64_t i = 0; i < width; ++i) partial[i] += partial[p * width + i];
  }
  return partial;
}

// out[row][c] = body(element, c) for all rows.
template <class Body>
void for_channels(const Shape& shape, const Body& body) {
  parallel_for(shape.rows, 2 * shape.channels, [&](int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; ++row) {
#pragma omp simd
      for (int64_t c = 0; c < shape.channels; ++c) body(row * shape.channels + c, c);
    }
  });
}

struct Statistics {
  List<float> mean, variance;

  Statistics(const Shape& shape, const float* x) : mean(shape.channels), variance(shape.channels) {
    auto sums = channel_sums<1>(shape, [=](int64_t i, int64_t) { return Terms<1>{x[i]}; });
    auto rows = static_cast<double>(shape.rows);
    for (int64_t c = 0; c < shape.channels; ++c) mean[c] = static_cast<float>(sums[c] / rows);
    const float* m = mean.data();
    auto squares = channel_sums<1>(shape, [=](int64_t i, int64_t c) {
      float centered = x[i] - m[c];
      return Terms<1>{centered * centered};
    });
    for (int64_t c = 0; c < shape.channels; ++c)
      variance[c] = static_cast<float>(squares[c] / rows);
  }
};

bool batch_norm(KernelContext& ctx) {
  const Array& input = ctx.input(0);
  Shape shape;
  if (input.dtype() != DType::kFloat || ctx.input_count() != 5 || !shape.read(ctx, input))
    return false;
  int64_t channels = shape.channels;
  if (!is_channels(ctx.input(1), channels) || !is_channels(ctx.input(2), channels)) return false;
  bool training = ctx.attr_bool("is_training", true);
  auto epsilon = static_cast<float>(ctx.attr_float("epsilon", 1e-4));
  auto momentum = static_cast<float>(ctx.attr_float("exponential_avg_factor", 1.0));
  bool given = is_channels(ctx.input(3), channels) && is_channels(ctx.input(4), channels);
  if (!given && (!training || momentum != 1.0f)) return false;

  const float* x = input.data<float>();
  const float *scale = ctx.input(1).data<float>(), *offset = ctx.input(2).data<float>();
  const float *old_mean = ctx.input(3).data<float>(), *old_variance = ctx.input(4).data<float>();
  List<float> mean, variance;
  if (training) {
    Statistics statistics(shape, x);
    mean = std::move(statistics.mean);
    variance = std::move(statistics.variance);
  } else {
    mean.assign(old_mean, old_mean + channels);
    variance.assign(old_variance, old_variance + channels);
  }
  float* y = ctx.output(DType::kFloat, input.dims()).data<float>();
  // Outputs 1 and 2 are the running statistics, 3 and 4 what the gradient needs.
  Array outputs[4];
  for (Array& out : outputs) out = Array(DType::kFloat, {channels});
  List<float> factor(channels), shift(channels);
  // The running variance is the unbiased one.
  double unbiased = shape.rows > 1 ? static_cast<double>(shape.rows) / (shape.rows - 1) : 1.0;
  for (int64_t c = 0; c < channels; ++c) {
    factor[c] = scale[c] / std::sqrt(variance[c] + epsilon);
    shift[c] = offset[c] - mean[c] * factor[c];
    float sample = training ? static_cast<float>(variance[c] * unbiased) : variance[c];
    bool blend = training && momentum != 1.0f;
    outputs[0].data<float>()[c] =
        blend ? old_mean[c] + momentum * (mean[c] - old_mean[c]) : mean[c];
    outputs[1].data<float>()[c] =
        blend ? old_variance[c] + momentum * (sample - old_variance[c]) : sample;
    outputs[2].data<float>()[c] = mean[c];
    outputs[3].data<float>()[c] = variance[c];
  }
  const float *f = factor.data(), *s = shift.data();
  for_channels(shape, [=](int64_t i, int64_t c) { y[i] = x[i] * f[c] + s[c]; });
  for (Array& out : outputs) ctx.share(std::move(out));
  ctx.output(DType::kFloat, {0});
  return true;
}

bool batch_norm_grad(KernelContext& ctx) {
  const Array &gradient = ctx.input(0), &input = ctx.input(1);
  Shape shape;
  if (input.dtype() != DType::kFloat || gradient.dtype() != DType::kFloat ||
      !(gradient.dims() == input.dims()) || !shape.read(ctx, input)) {
    return false;
  }
  int64_t channels = shape.channels;
  for (int i = 2; i < 5; ++i) {
    if (!is_channels(ctx.input(i), channels)) return false;
  }
  const float *dy = gradient.data<float>(), *x = input.data<float>();
  const float* scale = ctx.input(2).data<float>();
  const float *mean = ctx.input(3).data<float>(), *variance = ctx.input(4).data<float>();
  auto epsilon = static_cast<float>(ctx.attr_float("epsilon", 1e-4));
  bool training = ctx.attr_bool("is_training", true);

  auto totals = channel_sums<2>(
      shape, [=](int64_t i, int64_t c) { return Terms<2>{dy[i], dy[i] * (x[i] - mean[c])}; });
  const double *sums = totals.data(), *products = sums + channels;
  float* dx = ctx.output(DType::kFloat, input.dims()).data<float>();
  float* d_scale = ctx.output(DType::kFloat, {channels}).data<float>();
  float* d_offset = ctx.output(DType::kFloat, {channels}).data<float>();
  // dx = a * dy + b * (x - mean) + d: in inference the statistics are constants, so b = d = 0.
  List<float> a(channels), b(channels, 0.0f), d(channels, 0.0f);
  auto rows = static_cast<double>(shape.rows);
  for (int64_t c = 0; c < channels; ++c) {
    double inverse = 1.0 / std::sqrt(static_cast<double>(variance[c]) + epsilon);
    d_scale[c] = static_cast<float>(products[c] * inverse);
    d_offset[c] = static_cast<float>(sums[c]);
    a[c] = static_cast<float>(scale[c] * inverse);
    if (!training) continue;
    b[c] = static_cast<float>(-scale[c] * inverse * inverse * inverse * products[c] / rows);
    d[c] = static_cast<float>(-scale[c] * inverse * sums[c] / rows);
  }
  const float *fa = a.data(), *fb = b.data(), *fd = d.data();
  for_channels(shape, [=](int64_t i, int64_t c) {
    dx[i] = fa[c] * dy[i] + fb[c] * (x[i] - mean[c]) + fd[c];
  });
  ctx.output(DType::kFloat, {0});
  ctx.output(DType::kFloat, {0});
  return true;
}

CPU_KERNEL_ANY("FusedBatchNormV3", batch_norm);
CPU_KERNEL_ANY("FusedBatchNormGradV3", batch_norm_grad);

}  // namespace
}  // namespace tb
