// The variables that an optimizer step changes, and the numbers that it is told.
#pragma once

#include <algorithm>
#include <mutex>

#include "../parallel.h"
#include "../registry.h"
#include "../variable.h"
#include "math.h"

namespace tb {

// The first inputs are variables of one shape; the last is the gradient.
template <class T, int count>
class State {
 public:
  // False where anything doesn't fit, before a value was changed.
  bool open(KernelContext& ctx, const Array& gradient) {
    return gradient.dtype() == dtype_of<T> && open(ctx, gradient.dims());
  }
  bool open(KernelContext& ctx, const Dims& dims) {
    for (int i = 0; i < count; ++i) {
      Variable* variable = variable_of(ctx.input(i));
      if (!variable || variable->dtype() != dtype_of<T>) return false;
      for (int j = 0; j < i; ++j) {
        if (variables_[j] == variable) return false;
      }
      variables_[i] = variable;
    }
    // Locked in the order of their addresses, so that two steps can't wait for each other.
    Variable* ordered[count];
    std::copy_n(variables_, count, ordered);
    std::sort(ordered, ordered + count);
    for (int i = 0; i < count; ++i) locks_[i] = std::unique_lock(ordered[i]->mutex());
    for (Variable* variable : variables_) {
      if (!variable->value() || !(variable->value().dims() == dims)) return false;
    }
    return true;
  }
  T* operator[](int i) { return variables_[i]->writable().template data<T>(); }

 private:
  Variable* variables_[count];
  std::unique_lock<std::mutex> locks_[count];
};

// Scalars from inputs [first, first + count), widened.
template <class T, class C>
bool read_scalars(const KernelContext& ctx, int first, int count, C* values) {
  for (int i = 0; i < count; ++i) {
    const Array& scalar = ctx.input(first + i);
    if (scalar.rank() != 0 || scalar.dtype() != dtype_of<T>) return false;
    values[i] = static_cast<C>(*scalar.data<T>());
  }
  return true;
}

// A function of its own: inside a kernel that holds locks, compilers leave the loop scalar.
template <class Body>
TB_NOINLINE void run_range(int64_t begin, int64_t end, const Body& body) {
#pragma omp simd
  for (int64_t i = begin; i < end; ++i) body(i);
}

template <class Body>
void for_all(int64_t n, int64_t cost, const Body& body) {
  parallel_for(n, cost, [&](int64_t begin, int64_t end) { run_range(begin, end, body); });
}

}  // namespace tb
