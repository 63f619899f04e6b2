// Softmax, its logarithm, and the cross-entropy losses over it. Rows are the last dimension.
#include <vector>

#include "../parallel.h"
#include "../registry.h"
#include "axes.h"
#include "math.h"
#include "reduce.h"

namespace tb {
namespace {

template <class C, class T>
C largest(const T* x, int64_t n) {
  // The same lanes as the Max reduction; NaN passes through the sum that follows.
  constexpr int64_t lanes = 16;
  C best[lanes];
  for (C& value : best) value = -std::numeric_limits<C>::infinity();
  int64_t i = 0;
  for (; i + lanes <= n; i += lanes) {
    for (int64_t l = 0; l < lanes; ++l) {
      C value = static_cast<C>(x[i + l]);
      best[l] = value > best[l] ? value : best[l];
    }
  }
  for (; i < n; ++i) best[0] = static_cast<C>(x[i]) > best[0] ? static_cast<C>(x[i]) : best[0];
  for (int64_t l = 1; l < lanes; ++l) best[0] = best[l] > best[0] ? best[l] : best[0];
  return best[0];
}

// shifted = x - max(x), exps = exp(shifted); returns the sum of exps.
template <class C, class T>
C exponentials(const T* x, int64_t n, C* shifted, C* exps) {
  C top = largest<C>(x, n);
  C sum = 0;
#pragma omp simd reduction(+ : sum)
  for (int64_t i = 0; i < n; ++i) {
    shifted[i] = static_cast<C>(x[i]) - top;
    exps[i] = math::exp(shifted[i]);
    sum += exps[i];
  }
  return sum;
}

// Calls body(row, scratch of 2 * n) for every row.
template <class C, class Body>
void for_rows(int64_t rows, int64_t n, const Body& body) {
  parallel_for(rows, n * 6 + 8, [&](int64_t begin, int64_t end) {
    std::vector<C> scratch(static_cast<size_t>(2 * n));
    for (int64_t row = begin; row < end; ++row) body(row, scratch.data());
  });
}

template <bool logarithm>
struct Softmax {
  template <class T>
  static bool run(KernelContext& ctx) {
    using C = math::Compute<T>;
    const Array& logits = ctx.input(0);
    if (logits.rank() < 1) return false;
    int64_t n = logits.dim(logits.rank() - 1);
    const T* x = logits.data<T>();
    T* out = ctx.output_over(logits.dtype(), logits.dims(), {0}).template data<T>();
    if (n == 0) return true;
    for_rows<C>(logits.size() / n, n, [=](int64_t row, C* scratch) {
      C* exps = scratch + n;
      C sum = exponentials(x + row * n, n, scratch, exps);
      T* line = out + row * n;
      if (logarithm) {
        C offset = std::log(sum);
        for (int64_t i = 0; i < n; ++i) line[i] = static_cast<T>(scratch[i] - offset);
      } else {
        C factor = C(1) / sum;
        for (int64_t i = 0; i < n; ++i) line[i] = static_cast<T>(exps[i] * factor);
      }
    });
    return true;
  }
};

struct SparseCrossEntropy {
  template <class T>
  static bool run(KernelContext& ctx) {
    using C = math::Compute<T>;
    const Array &features = ctx.input(0), &labels = ctx.input(1);
    if (features.rank() != 2 || labels.rank() != 1 || labels.dim(0) != features.dim(0))
      return false;
    int64_t rows = features.dim(0), n = features.dim(1);
    std::vector<int64_t> classes;
    if (n == 0 || !read_integers(labels, &classes)) return false;
    for (int64_t label : classes) {
      if (label < 0 || label >= n) return false;
    }
    const T* x = features.data<T>();
    T* loss = ctx.output(features.dtype(), {rows}).template data<T>();
    T* backprop = ctx.output(features.dtype(), features.dims()).template data<T>();
    for_rows<C>(rows, n, [=, &classes](int64_t row, C* scratch) {
      C* exps = scratch + n;
      C sum = exponentials(x + row * n, n, scratch, exps);
      T* line = backprop + row * n;
      C factor = C(1) / sum;
      for (int64_t i = 0; i < n; ++i) line[i] = static_cast<T>(exps[i] * factor);
      int64_t label = classes[row];
      loss[row] = static_cast<T>(std::log(sum) - scratch[label]);
      line[label] = static_cast<T>(exps[label] * factor - C(1));
    });
    return true;
  }
};

struct CrossEntropy {
  template <class T>
  static bool run(KernelContext& ctx) {
    using C = math::Compute<T>;
    const Array &features = ctx.input(0), &labels = ctx.input(1);
    if (features.rank() != 2 || !(labels.dims() == features.dims()) ||
        labels.dtype() != features.dtype()) {
      return false;
    }
    int64_t rows = features.dim(0), n = features.dim(1);
    if (n == 0) return false;
    const T* x = features.data<T>();
    const T* y = labels.data<T>();
    T* loss = ctx.output(features.dtype(), {rows}).template data<T>();
    T* backprop = ctx.output(features.dtype(), features.dims()).template data<T>();
    for_rows<C>(rows, n, [=](int64_t row, C* scratch) {
      C* exps = scratch + n;
      C sum = exponentials(x + row * n, n, scratch, exps);
      const T* target = y + row * n;
      T* line = backprop + row * n;
      C offset = std::log(sum), factor = C(1) / sum, total = 0;
      for (int64_t i = 0; i < n; ++i) {
        C label = static_cast<C>(target[i]);
        // A label of zero adds nothing, even where the logit is -infinity.
        total += label == C(0) ? C(0) : label * (offset - scratch[i]);
        line[i] = static_cast<T>(exps[i] * factor - label);
      }
      loss[row] = static_cast<T>(total);
    });
    return true;
  }
};

#define FLOATS float, double, half, bfloat16

CPU_KERNEL("Softmax", Softmax<false>, FLOATS);
CPU_KERNEL("LogSoftmax", Softmax<true>, FLOATS);
CPU_KERNEL("SparseSoftmaxCrossEntropyWithLogits", SparseCrossEntropy, FLOATS);
CPU_KERNEL("SoftmaxCrossEntropyWithLogits", CrossEntropy, FLOATS);

}  // namespace
}  // namespace tb
