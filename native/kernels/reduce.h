// The driver of reductions. The dimensions are merged into groups that are reduced or kept;
// every reduced group is one pass over [outer][reduced][inner].
#pragma once

#include <algorithm>
#include <memory>
#include <vector>

#include "../parallel.h"
#include "../registry.h"
#include "axes.h"
#include "math.h"

namespace tb {

struct ReducePlan {
  struct Group {
    int64_t size;
    bool reduced;
  };
  std::vector<Group> groups;  // reduced and kept ones alternate
  Dims output;
  int64_t count = 1;  // elements that fall into one result

  // From the input, the axes (input 1) and keep_dims; false for wrong axes.
  bool read(KernelContext& ctx);
};

// Op: `Lane<T>` is the type of the inner sums, `Wide<T>` of the total of many inner sums;
// `template <class A> static A start()`, `static A combine(A, A)`.
template <class Op, class T>
struct Reducer {
  using Lane = typename Op::template Lane<T>;
  using Wide = typename Op::template Wide<T>;

  // Lanes per row: independent accumulators that fill vector registers.
  static constexpr int64_t kLanes = std::clamp<int64_t>(128 / sizeof(Lane), 16, 32);
  static constexpr int64_t kBlock = 64 * kLanes;
  static constexpr int64_t kTile = 256;
  static constexpr int64_t kBlockRows = 64;

  TB_NOINLINE static Wide row(const T* x, int64_t n) {
    Wide total = Op::template start<Wide>();
    int64_t i = 0;
    while (n - i >= kLanes) {
      Lane lanes[kLanes];
      for (int64_t l = 0; l < kLanes; ++l) lanes[l] = Op::template start<Lane>();
      int64_t end = std::min(n - kLanes + 1, i + kBlock);
      for (; i < end; i += kLanes) {
        for (int64_t l = 0; l < kLanes; ++l) {
          lanes[l] = Op::combine(lanes[l], static_cast<Lane>(x[i + l]));
        }
      }
      for (int64_t l = 0; l < kLanes; ++l) total = Op::combine(total, static_cast<Wide>(lanes[l]));
    }
    for (; i < n; ++i) total = Op::combine(total, static_cast<Wide>(static_cast<Lane>(x[i])));
    return total;
  }

  // Column totals of rows [0, rows) of a matrix, added into `totals`.
  static void columns(const T* x, int64_t rows, int64_t stride, int64_t width, Wide* totals) {
    Lane lanes[kTile];
    for (int64_t tile = 0; tile < width; tile += kTile) {
      int64_t n = std::min(kTile, width - tile);
      for (int64_t block = 0; block < rows; block += kBlockRows) {
        int64_t end = std::min(rows, block + kBlockRows);
        for (int64_t l = 0; l < n; ++l) lanes[l] = Op::template start<Lane>();
        for (int64_t r = block; r < end; ++r) {
          const T* line = x + r * stride + tile;
#pragma omp simd
          for (int64_t l = 0; l < n; ++l) {
            lanes[l] = Op::combine(lanes[l], static_cast<Lane>(line[l]));
          }
        }
        for (int64_t l = 0; l < n; ++l) {
          totals[tile + l] = Op::combine(totals[tile + l], static_cast<Wide>(lanes[l]));
        }
      }
    }
  }

  // Sends every total through `finish` into out[outer][inner].
  template <class Finish>
  static void pass(const T* x, int64_t outer, int64_t reduced, int64_t inner, Finish finish) {
    int64_t work = reduced * inner;
    if (outer > 1 || thread_count() == 1 || work < 4 * kParallelGrain) {
      parallel_for(outer, work + 8, [&](int64_t begin, int64_t end) {
        auto totals = std::make_unique<Wide[]>(static_cast<size_t>(inner));
        for (int64_t o = begin; o < end; ++o) {
          one(x + o * work, reduced, inner, totals.get());
          for (int64_t i = 0; i < inner; ++i) finish(o * inner + i, totals[i]);
        }
      });
      return;
    }
    // One long reduction: every thread takes a share of it.
    int pieces = thread_count();
    auto partial = std::make_unique<Wide[]>(static_cast<size_t>(pieces * inner));
    parallel_for(pieces, work, [&](int64_t begin, int64_t end) {
      for (int64_t p = begin; p < end; ++p) {
        int64_t first = reduced * p / pieces, last = reduced * (p + 1) / pieces;
        one(x + first * inner, last - first, inner, partial.get() + p * inner);
      }
    });
    for (int64_t i = 0; i < inner; ++i) {
      Wide total = partial[i];
      for (int p = 1; p < pieces; ++p) total = Op::combine(total, partial[p * inner + i]);
      finish(i, total);
    }
  }

 private:
  TB_NOINLINE static void one(const T* x, int64_t reduced, int64_t inner, Wide* totals) {
    if (inner == 1) {
      totals[0] = row(x, reduced);
      return;
    }
    std::fill_n(totals, inner, Op::template start<Wide>());
    columns(x, reduced, inner, inner, totals);
  }
};

// Inner sums of a few thousand floats lose nothing that matters; their total is a double.
template <class T>
using WideSum = std::conditional_t<math::is_real_float<T>, double, T>;

struct SumOp {
  template <class T>
  using Lane = math::Compute<T>;
  template <class T>
  using Wide = WideSum<T>;
  static constexpr bool kEmptyIsFine = true;
  template <class A>
  static A start() {
    return A(0);
  }
  template <class A>
  static TB_INLINE A combine(A x, A y) {
    return static_cast<A>(x + y);
  }
  template <class A>
  static A finish(A total, int64_t) {
    return total;
  }
};

// Op::finish(total, count) makes a result of a total.
template <class Op>
struct Reduce {
  template <class T>
  static bool run(KernelContext& ctx) {
    ReducePlan plan;
    if (!plan.read(ctx)) return false;
    const Array& input = ctx.input(0);
    if (plan.count == 0 && !Op::kEmptyIsFine) return false;
    bool reduces = std::any_of(plan.groups.begin(), plan.groups.end(),
                               [](const auto& group) { return group.reduced; });
    if (!reduces) {
      ctx.share(input.reshaped(plan.output));
      return true;
    }
    if (plan.output.elements() == 0) {
      ctx.output(input.dtype(), plan.output);
      return true;
    }
    Array current = input;
    while (true) {
      int last = static_cast<int>(plan.groups.size()) - 1;
      while (!plan.groups[last].reduced) --last;
      bool final_pass = std::none_of(plan.groups.begin(), plan.groups.begin() + last,
                                     [](const auto& group) { return group.reduced; });
      int64_t outer = 1, inner = 1;
      for (int i = 0; i < last; ++i) outer *= plan.groups[i].size;
      for (size_t i = last + 1; i < plan.groups.size(); ++i) inner *= plan.groups[i].size;
      Array next = final_pass ? ctx.output(input.dtype(), plan.output)
                              : Array(input.dtype(), Dims{outer, inner});
      T* out = next.data<T>();
      int64_t count = plan.count;
      Reducer<Op, T>::pass(current.data<T>(), outer, plan.groups[last].size, inner,
                           [=](int64_t i, auto total) {
                             out[i] = static_cast<T>(final_pass ? Op::finish(total, count) : total);
                           });
      if (final_pass) return true;
      plan.groups.erase(plan.groups.begin() + last);
      current = std::move(next);
    }
  }
};

}  // namespace tb
